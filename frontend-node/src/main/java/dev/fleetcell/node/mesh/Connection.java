package dev.fleetcell.node.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A blocking connection that carries frames. One thread receives; any thread may send or close.
 *
 * <p>Sending has no time limit and needs none: the send buffer holds the largest frame, and after the hello there are
 * only pings and few pongs, so that a peer that does not read is found silent before it can hold up a thread.
 */
final class Connection implements AutoCloseable {
    private static final int SEND_BUFFER = 4 * FrameCodec.MAX_LENGTH;

    private final SocketChannel channel;
    private final InputStream in;
    private final FrameBuffer received;
    private final ReentrantLock writing = new ReentrantLock();

    /** Takes over a channel in blocking mode, with what has been received on it so far. */
    Connection(SocketChannel channel, FrameBuffer received) throws IOException {
        this.channel = channel;
        this.received = received;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        in = channel.socket().getInputStream();
    }

    /** Connects from our own address, so that the other side sees the node it knows. */
    static Connection dial(InetAddress from, InetSocketAddress to, Duration within) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
            channel.bind(new InetSocketAddress(from, 0));
            channel.socket().connect(to, millis(within.toNanos()));
            return new Connection(channel, new FrameBuffer());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    void send(Frame frame) throws IOException {
        writing.lock();
        try {
            write(FrameCodec.encode(frame));
        } finally {
            writing.unlock();
        }
    }

    /** Says goodbye unless another thread is in the middle of a frame, and closes. */
    void leave() {
        if (writing.tryLock()) {
            try (channel) {
                write(FrameCodec.encode(new Frame.Bye()));
            } catch (IOException alreadyGone) {
                // Then it needs no goodbye.
            } finally {
                writing.unlock();
            }
        } else {
            close();
        }
    }

    /**
     * Waits for a frame.
     *
     * @return empty when none was complete in time; what came of it is kept
     * @throws ProtocolException when the other side does not keep the protocol
     * @throws IOException when the connection is no more
     */
    Optional<Frame> receive(Duration within) throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        Optional<Frame> frame = received.poll();
        while (frame.isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return frame;
            }
            try {
                channel.socket().setSoTimeout(millis(left));
                received.fill(this::read);
            } catch (SocketTimeoutException nothingCame) {
                return frame;
            }
            frame = received.poll();
        }
        return frame;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // Closing was all we wanted.
        }
    }

    private int read(ByteBuffer into) throws IOException {
        int count = in.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
        if (count > 0) {
            into.position(into.position() + count);
        }
        return count;
    }

    /** Writes bytes as they are. */
    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static int millis(long nanos) {
        return Math.toIntExact(Math.max(1, Math.min(Integer.MAX_VALUE, nanos / 1_000_000)));
    }
}
