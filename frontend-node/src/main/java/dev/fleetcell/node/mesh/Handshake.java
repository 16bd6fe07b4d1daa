package dev.fleetcell.node.mesh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One inbound connection until it is handed over or closed: reads a hello, writes the answer, never blocks. */
final class Handshake {
    private final SocketChannel channel;
    private final Greeter greeter;
    private final long deadline;
    private final FrameBuffer received = new FrameBuffer();
    private @Nullable ByteBuffer answer;
    private @Nullable Consumer<Connection> taker;

    Handshake(SocketChannel channel, Greeter greeter, long deadline) {
        this.channel = channel;
        this.greeter = greeter;
        this.deadline = deadline;
    }

    long deadline() {
        return deadline;
    }

    /**
     * Goes on as far as it can now.
     *
     * @return whether it is through: the channel is closed or belongs to somebody else
     */
    boolean advance(SelectionKey key) {
        try {
            if (answer == null && received.fill(channel::read)) {
                received.poll().ifPresent(this::judge);
            }
            return answer != null && written(key) && finish(key);
        } catch (ProtocolException e) {
            greeter.refused(String.valueOf(channel.socket().getInetAddress()), e);
            refuse(e.reason());
        } catch (IOException goneBeforeItWasThrough) {
            // Nobody is left to tell.
        }
        close();
        return true;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // Closing was all we wanted.
        }
    }

    private void judge(Frame first) {
        Greeter.Greeting greeting = first instanceof Frame.Hello hello
                ? greeter.greet(hello)
                : new Greeter.Greeting(new Frame.Refuse(RefuseReason.MALFORMED), null);
        answer = FrameCodec.encode(greeting.answer());
        taker = greeting.taker();
    }

    private boolean written(SelectionKey key) throws IOException {
        ByteBuffer bytes = answer;
        if (bytes == null) {
            return false;
        }
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            key.interestOps(SelectionKey.OP_WRITE);
        }
        return !bytes.hasRemaining();
    }

    private boolean finish(SelectionKey key) throws IOException {
        Consumer<Connection> next = taker;
        if (next == null) {
            close();
        } else {
            key.cancel();
            channel.configureBlocking(true);
            next.accept(new Connection(channel, received));
        }
        return true;
    }

    /** Tries once: an answer is a courtesy to whoever does not keep the protocol. */
    private void refuse(RefuseReason reason) {
        try {
            channel.write(FrameCodec.encode(new Frame.Refuse(reason)));
        } catch (IOException alreadyGone) {
            // Then it needs no answer.
        }
    }
}
