package dev.fleetcell.node.mesh;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Collects the bytes of one connection until they are a frame. It grows only with bytes that have arrived, never with a
 * length that somebody claims, and never beyond one frame of the greatest length.
 */
final class FrameBuffer {
    private static final int INITIAL = 1024;

    private ByteBuffer received = ByteBuffer.allocate(INITIAL);

    /**
     * Takes what one read gives.
     *
     * @return whether anything came
     * @throws EOFException when the other side has closed
     */
    boolean fill(Source source) throws IOException {
        if (!received.hasRemaining()) {
            grow();
        }
        int count = source.read(received);
        if (count < 0) {
            throw new EOFException("closed by the other side");
        }
        return count > 0;
    }

    /**
     * The next whole frame, if there is one.
     *
     * @throws ProtocolException as soon as the bytes cannot become a frame
     */
    Optional<Frame> poll() throws ProtocolException {
        if (received.position() < Integer.BYTES) {
            return Optional.empty();
        }
        int end = Integer.BYTES + FrameCodec.checkedLength(received.getInt(0));
        if (received.position() < end) {
            return Optional.empty();
        }
        ByteBuffer content = received.duplicate().limit(end).position(Integer.BYTES);
        Frame frame = FrameCodec.decode(content.slice());
        ByteBuffer rest = received.flip().position(end);
        // A connection lives for weeks and a large hello comes once: do not keep its room.
        received = ByteBuffer.allocate(Math.max(INITIAL, rest.remaining())).put(rest);
        return Optional.of(frame);
    }

    private void grow() {
        int most = Integer.BYTES + FrameCodec.MAX_LENGTH;
        received.flip();
        received = ByteBuffer.allocate(Math.min(most, received.limit() * 2)).put(received);
    }

    /** Where bytes come from: a channel, or a stream with a time limit. */
    @FunctionalInterface
    interface Source {
        /** Reads into the buffer; -1 at the end. */
        int read(ByteBuffer into) throws IOException;
    }
}
