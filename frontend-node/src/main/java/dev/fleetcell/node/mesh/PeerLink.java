package dev.fleetcell.node.mesh;

import dev.fleetcell.node.threads.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One peer's slot: the body of its thread, and its one connection.
 *
 * <p>If this node has the lower name, the thread dials, again and again until the peer is forgotten; otherwise it waits
 * for the connections that the acceptor hands over. A connection that is handed over closes the one before it. Pings
 * keep it alive; a peer that answers none for {@link MeshTiming#silence} is dead, also when it still sends.
 */
final class PeerLink implements Runnable {
    /** A peer sends one frame in about {@link MeshTiming#ping}, and one for each that it gets. */
    private static final int MAX_FRAMES_BETWEEN_PINGS = 64;

    private static final Backoff REDIAL = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2));

    private final String peer;
    private final boolean dials;
    private final MeshTiming timing;
    private final Events events;
    private @Nullable Connection offered;
    private @Nullable Connection current;
    private boolean moved;
    private boolean closed;

    /** What a link asks of, and tells to, the mesh; called on the link's thread. */
    interface Events {
        /** Dials the peer where it is said to be now, and makes sure that it is that peer. */
        Connection join(String peer) throws IOException;

        void connected(String peer);

        void disconnected(String peer, String reason);

        /** The peer said goodbye. */
        void departed(String peer);
    }

    PeerLink(String peer, boolean dials, MeshTiming timing, Events events) {
        this.peer = peer;
        this.dials = dials;
        this.timing = timing;
        this.events = events;
    }

    @Override
    public void run() {
        int failures = 0;
        while (!isClosed()) {
            try {
                Connection connection = dials ? hold(events.join(peer)) : awaitOffer();
                if (connection != null) {
                    failures = 0;
                    converse(connection);
                }
            } catch (IOException e) {
                failures++;
                if (dials) {
                    pause(REDIAL.after(failures));
                }
            }
        }
    }

    /** Hands over a connection that the peer has opened. */
    synchronized void offer(Connection connection) {
        drop(offered);
        drop(current);
        offered = connection;
        if (closed) {
            connection.close();
        }
        notifyAll();
    }

    /** The peer is at another address now. */
    synchronized void moved() {
        moved = true;
        if (dials) {
            drop(current);
        }
        notifyAll();
    }

    /** Ends the thread; the peer is told when {@code goodbye}. */
    synchronized void close(boolean goodbye) {
        closed = true;
        drop(offered);
        if (goodbye && current != null) {
            current.leave();
        }
        drop(current);
        notifyAll();
    }

    private void converse(Connection connection) throws IOException {
        events.connected(peer);
        String reason = "closed";
        try {
            exchangeFrames(connection);
            if (isCurrent(connection)) {
                reason = "it said goodbye";
                events.departed(peer);
            }
        } catch (IOException e) {
            reason = Objects.requireNonNullElse(e.getMessage(), "closed by this node");
            throw e;
        } finally {
            release(connection);
            events.disconnected(peer, reason);
        }
    }

    /** Returns when the peer says goodbye; every other end is an exception. */
    private void exchangeFrames(Connection connection) throws IOException {
        long lastPong = System.nanoTime();
        while (true) {
            connection.send(new Frame.Ping());
            long nextPing = System.nanoTime() + jittered(timing.ping());
            for (int frames = 0; System.nanoTime() < nextPing; frames++) {
                if (frames > MAX_FRAMES_BETWEEN_PINGS) {
                    throw new ProtocolException(RefuseReason.MALFORMED, "more frames than any peer has reason to send");
                }
                long dead = lastPong + timing.silence().toNanos();
                Frame frame = receiveUntil(connection, Math.min(nextPing, dead));
                switch (frame) {
                    case null -> {}
                    case Frame.Ping() -> connection.send(new Frame.Pong());
                    case Frame.Pong() -> lastPong = System.nanoTime();
                    case Frame.Bye() -> {
                        return;
                    }
                    default -> throw new ProtocolException(RefuseReason.MALFORMED, "a second hello");
                }
                if (System.nanoTime() - lastPong > timing.silence().toNanos()) {
                    throw new IOException("no answer for " + timing.silence().toSeconds() + " s");
                }
            }
        }
    }

    private static @Nullable Frame receiveUntil(Connection connection, long deadline) throws IOException {
        long left = Math.max(1, deadline - System.nanoTime());
        return connection.receive(Duration.ofNanos(left)).orElse(null);
    }

    private synchronized @Nullable Connection hold(Connection dialled) {
        if (closed || moved) {
            moved = false;
            dialled.close();
            return null;
        }
        current = dialled;
        return dialled;
    }

    private synchronized @Nullable Connection awaitOffer() {
        while (!closed && offered == null) {
            waitFor(Duration.ZERO);
        }
        current = offered;
        offered = null;
        return current;
    }

    private synchronized void pause(Duration wait) {
        if (!closed && !moved) {
            waitFor(wait);
        }
        moved = false;
    }

    private synchronized void release(Connection connection) {
        connection.close();
        if (isCurrent(connection)) {
            current = null;
        }
    }

    private synchronized boolean isCurrent(Connection connection) {
        return current == connection && offered == null && !closed;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @SuppressWarnings("WaitNotInLoop") // one caller loops, the other only dials earlier after a spurious wake-up
    private synchronized void waitFor(Duration time) {
        try {
            wait(time.toMillis());
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private static void drop(@Nullable Connection connection) {
        if (connection != null) {
            connection.close();
        }
    }

    private static long jittered(Duration time) {
        long nanos = time.toNanos();
        return nanos - ThreadLocalRandom.current().nextLong(nanos / 5 + 1);
    }
}
