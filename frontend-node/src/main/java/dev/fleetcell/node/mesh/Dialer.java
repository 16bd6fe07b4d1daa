package dev.fleetcell.node.mesh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

/**
 * Connects to an address and exchanges hellos.
 *
 * @param cell the cell of both sides
 * @param self who dials
 * @param port where every node of the cell listens for peers
 * @param patience the most that connecting may take, and again the most that the answer may take
 */
record Dialer(String cell, Member self, int port, Duration patience) {

    /** A connection that has been answered. */
    record Answered(Connection connection, Frame.Hello hello) {}

    /** Asks who is at an address, and makes this node known there. */
    Frame.Hello probe(InetAddress address) throws IOException {
        // Without members: a probe is sent by the thread that nobody else watches, and must never wait for a window.
        Answered answered = dial(address, new Frame.Hello(Frame.Intent.PROBE, cell, self, List.of()));
        answered.connection().close();
        return answered.hello();
    }

    /** Opens the connection of a pair; the caller closes it. */
    Answered join(InetAddress address, List<Member> members) throws IOException {
        return dial(address, new Frame.Hello(Frame.Intent.JOIN, cell, self, members));
    }

    private Answered dial(InetAddress address, Frame.Hello hello) throws IOException {
        Connection connection = Connection.dial(self.address(), new InetSocketAddress(address, port), patience);
        try {
            connection.send(hello);
            Frame answer =
                    connection.receive(patience).orElseThrow(() -> new SocketTimeoutException("no hello in time"));
            return new Answered(connection, checked(answer));
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private Frame.Hello checked(Frame answer) throws ProtocolException {
        return switch (answer) {
            case Frame.Hello hello when hello.cell().equals(cell) -> hello;
            case Frame.Hello hello -> throw new ProtocolException(RefuseReason.WRONG_CELL, hello.cell());
            case Frame.Refuse(RefuseReason reason) -> throw new ProtocolException(reason, "refused by the other side");
            default -> throw new ProtocolException(RefuseReason.MALFORMED, "no hello came first");
        };
    }
}
