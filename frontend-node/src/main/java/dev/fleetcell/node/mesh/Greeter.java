package dev.fleetcell.node.mesh;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Judges the hello of whoever connects; called on the acceptor's thread, must not block. */
interface Greeter {

    /**
     * What comes of a hello.
     *
     * @param answer what to say to it
     * @param taker who gets the connection when the answer is out; null: it is closed
     */
    record Greeting(Frame answer, @Nullable Consumer<Connection> taker) {}

    Greeting greet(Frame.Hello hello);

    /** The other side was not understood or not taken; {@code from} is its address. */
    void refused(String from, ProtocolException why);
}
