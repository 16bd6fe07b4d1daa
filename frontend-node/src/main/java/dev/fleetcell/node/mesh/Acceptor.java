package dev.fleetcell.node.mesh;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * The body of the acceptor's thread: takes inbound connections as far as their hello and hands them over.
 *
 * <p>Hellos are read without blocking, so one that never comes holds up nobody; each has {@link MeshTiming#handshake}
 * to be complete, and when more than {@link #MAX_PENDING} are on the way the oldest is closed for the newest.
 */
final class Acceptor implements Runnable, AutoCloseable {
    static final int MAX_PENDING = 64;
    private static final Logger LOG = Logger.getLogger(Acceptor.class);

    private final ServerSocketChannel listener;
    private final Selector selector;
    private final Greeter greeter;
    private final MeshTiming timing;
    private final ArrayDeque<Handshake> pending = new ArrayDeque<>();

    Acceptor(ServerSocketChannel listener, Greeter greeter, MeshTiming timing) throws IOException {
        this.listener = listener;
        this.greeter = greeter;
        this.timing = timing;
        selector = Selector.open();
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    @Override
    public void run() {
        try {
            while (selector.isOpen()) {
                serve();
            }
        } catch (ClosedSelectorException stopped) {
            LOG.debug("The acceptor is closed");
        } finally {
            pending.forEach(Handshake::close);
            pending.clear();
        }
    }

    @Override
    public void close() {
        try (listener) {
            selector.close();
        } catch (IOException alreadyGone) {
            // Closing was all we wanted.
        }
    }

    private void serve() {
        try {
            selector.select(pending.isEmpty() ? 0 : Math.max(1, millisToDeadline()));
            for (SelectionKey key : selector.selectedKeys()) {
                handle(key);
            }
            selector.selectedKeys().clear();
        } catch (IOException e) {
            // Accepting fails when the process has no file descriptor left; without a pause this would spin.
            LOG.warnf("Cannot accept peers: %s", e.getMessage());
            LockSupport.parkNanos(timing.handshake().toNanos() / 4);
        }
        closeLate();
    }

    private void handle(SelectionKey key) throws IOException {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof Handshake handshake) {
            if (handshake.advance(key)) {
                pending.remove(handshake);
            }
        } else {
            accept();
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = listener.accept();
        if (channel == null) {
            return;
        }
        channel.configureBlocking(false);
        Handshake handshake = new Handshake(
                channel, greeter, System.nanoTime() + timing.handshake().toNanos());
        channel.register(selector, SelectionKey.OP_READ, handshake);
        pending.addLast(handshake);
        if (pending.size() > MAX_PENDING) {
            pending.removeFirst().close();
        }
    }

    private void closeLate() {
        long now = System.nanoTime();
        while (!pending.isEmpty() && pending.getFirst().deadline() - now <= 0) {
            pending.removeFirst().close();
        }
    }

    private long millisToDeadline() {
        return (pending.getFirst().deadline() - System.nanoTime()) / 1_000_000;
    }
}
