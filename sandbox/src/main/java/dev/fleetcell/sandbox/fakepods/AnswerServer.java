package dev.fleetcell.sandbox.fakepods;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that answers {@code GET} over HTTP/1.1 for any number of addresses, each of which is a {@link Site} with a socket of its
 * own: a socket for all of them on 0.0.0.0 would take the port from the real processes on this machine. What is delayed waits in a
 * queue and holds nothing up. Safe for use by several threads.
 */
final class AnswerServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerServer.class);
    private static final int BACKLOG = 128;

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>();
    private boolean started;
    private volatile boolean closed;
    private volatile boolean ended;

    AnswerServer() throws IOException {
        selector = Selector.open();
        thread = Thread.ofPlatform().name("fake-pods-answers").daemon().unstarted(this::run);
    }

    /**
     * Answers on an address from now on.
     *
     * @throws IOException if the address cannot be bound, for instance because a process listens there, or this is closed
     */
    Listening listen(InetSocketAddress address, Site site) throws IOException {
        if (closed) {
            throw new IOException("the fake pods' server is closed");
        }
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.bind(address, BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": " + e.getMessage(), e);
        }
        startThread();
        Listening listening = new Listening(channel);
        submit(() -> register(channel, site));
        return listening;
    }

    /** An address that is answered on. */
    final class Listening {
        private final ServerSocketChannel channel;

        private Listening(ServerSocketChannel channel) {
            this.channel = channel;
        }

        /** Closes its connections, too; returns when the address is free. */
        void close() {
            CompletableFuture<Void> done = new CompletableFuture<>();
            submit(() -> {
                drop(channel);
                done.complete(null);
            });
            done.join();
        }
    }

    /** Closes everything and returns when all of it is closed. */
    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended = true;
        selector.close();
        perform();
    }

    /** Sends to a connection later; only for the thread of this server. */
    void later(Duration delay, Runnable send) {
        delayed.add(new Delayed(System.nanoTime() + delay.toNanos(), send));
    }

    private synchronized void startThread() {
        if (!started && !closed) {
            started = true;
            thread.start();
        }
    }

    private void submit(Runnable task) {
        tasks.add(task);
        selector.wakeup();
        if (ended) {
            perform();
        }
    }

    private void run() {
        while (!closed) {
            try {
                selector.select(this::serve, untilNext());
                perform();
                sendDue();
            } catch (IOException | RuntimeException e) { // one address must not silence all others
                LOG.warn("fake pods: answering failed", e);
            }
        }
        for (SelectionKey key : List.copyOf(selector.keys())) {
            close(key);
        }
    }

    /** Milliseconds until something is due, at least 1; 0 when nothing is. */
    private long untilNext() {
        Delayed next = delayed.peek();
        return next == null
                ? 0
                : Math.max(1, Duration.ofNanos(next.at() - System.nanoTime()).toMillis());
    }

    private void perform() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void sendDue() {
        for (Delayed next = delayed.peek(); next != null && next.at() - System.nanoTime() <= 0; next = delayed.peek()) {
            delayed.remove().send().run();
        }
    }

    private void register(ServerSocketChannel channel, Site site) {
        try {
            channel.register(selector, SelectionKey.OP_ACCEPT, site);
        } catch (IOException | ClosedSelectorException e) {
            LOG.debug("fake pods: closed before it began", e);
            drop(channel);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.attachment() instanceof Connection connection) {
                connection.proceed();
            } else if (key.channel() instanceof ServerSocketChannel server && key.attachment() instanceof Site site) {
                accept(server, site);
            }
        } catch (IOException gone) {
            close(key);
        } catch (RuntimeException e) {
            LOG.warn("fake pods: a request failed", e);
            close(key);
        }
    }

    private void accept(ServerSocketChannel server, Site site) throws IOException {
        SocketChannel channel = server.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new Connection(this, server, channel, key, site));
        }
    }

    /** Closes a listening socket and what was accepted from it. */
    private void drop(ServerSocketChannel channel) {
        try {
            channel.close();
            if (selector.isOpen()) {
                for (SelectionKey key : List.copyOf(selector.keys())) {
                    if (key.attachment() instanceof Connection connection && connection.cameFrom(channel)) {
                        close(key);
                    }
                }
                // A registered socket is really closed only when its key leaves the selector.
                selector.selectNow(this::serve);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            LOG.debug("fake pods: closing", e);
        }
    }

    /**
     * What is to be sent.
     *
     * @param at of {@link System#nanoTime}
     */
    private record Delayed(long at, Runnable send) implements Comparable<Delayed> {
        @Override
        public int compareTo(Delayed other) {
            return Long.signum(at - other.at); // nanoTime may overflow
        }
    }
}
