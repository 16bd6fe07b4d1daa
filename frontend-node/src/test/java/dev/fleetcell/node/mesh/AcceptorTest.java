package dev.fleetcell.node.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fleetcell.node.threads.ThreadStarts;
import dev.fleetcell.sandbox.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Strangers and bad clients at the mesh port of one node. */
@Timeout(30)
class AcceptorTest {
    private static final int PORT = 7400;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Loopback loopback;
    private Member node;
    private InetAddress clientAddress;
    private Mesh mesh;

    @BeforeEach
    void startNode() throws Exception {
        loopback = Loopback.reserve();
        node = new Member("c-m-1", InetAddress.ofLiteral(loopback.next()));
        clientAddress = InetAddress.ofLiteral(loopback.next());
        mesh = new Mesh(new MeshSettings("c", node, PORT, "members.invalid"), new ThreadStarts());
        assertEquals("", mesh.ensureRunning());
    }

    @AfterEach
    void stopNode() throws Exception {
        mesh.stop();
        loopback.close();
    }

    @Test
    void aProbeIsAnsweredWithWhoWeAreAndMakesTheProberKnown() throws Exception {
        Frame.Hello answer = dialer("c", "c-m-2").probe(node.address());
        assertEquals(node, answer.self());
        assertEquals(List.of(new Member("c-m-2", clientAddress)), mesh.members());
    }

    @Test
    void aHelloTeachesTheMembersThatItNames() throws Exception {
        Member heardOf = new Member("c-m-7", InetAddress.ofLiteral(loopback.next()));
        dialer("c", "c-m-0").join(node.address(), List.of(heardOf)).connection().close();
        assertEquals(
                List.of("c-m-0", "c-m-7"),
                mesh.members().stream().map(Member::name).toList());
    }

    @Test
    void anotherCellIsRefusedWithItsReason() {
        ProtocolException refused =
                assertThrows(ProtocolException.class, () -> dialer("d", "d-m-1").probe(node.address()));
        assertEquals(RefuseReason.WRONG_CELL, refused.reason());
        assertEquals(List.of(), mesh.members());
    }

    @Test
    void aSecondPodOfOurNameIsRefused() {
        ProtocolException refused =
                assertThrows(ProtocolException.class, () -> dialer("c", "c-m-1").probe(node.address()));
        assertEquals(RefuseReason.NAME_TAKEN, refused.reason());
    }

    @Test
    void aHigherNameThatJoinsIsRefusedBecauseTheLowerOneDials() {
        ProtocolException refused =
                assertThrows(ProtocolException.class, () -> dialer("c", "c-m-2").join(node.address(), List.of()));
        assertEquals(RefuseReason.HIGHER_NAME_DIALS, refused.reason());
    }

    @Test
    void anotherVersionOfTheProtocolIsToldSo() throws Exception {
        ByteBuffer future = ByteBuffer.allocate(12).putInt(8).put((byte) 1).putShort((short) 9);
        try (Connection client = connect()) {
            client.write(future.position(0));
            Frame answer = client.receive(PATIENCE).orElseThrow();
            assertEquals(
                    RefuseReason.WRONG_VERSION,
                    assertInstanceOf(Frame.Refuse.class, answer).reason());
        }
    }

    @Test
    void aClaimOfAGiantFrameEndsTheConnectionAtOnce() throws Exception {
        try (Connection client = connect()) {
            client.write(ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).position(0));
            Frame answer = client.receive(PATIENCE).orElseThrow();
            assertEquals(
                    RefuseReason.MALFORMED,
                    assertInstanceOf(Frame.Refuse.class, answer).reason());
            assertThrows(IOException.class, () -> client.receive(PATIENCE));
        }
    }

    @Test
    void clientsThatSayNothingHoldUpNobodyAndAreClosed() throws Exception {
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 2 * Acceptor.MAX_PENDING; i++) {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(node.address(), PORT));
            silent.add(socket);
        }
        // Answered while all of them are waiting: the dialer's own patience is one second, theirs too.
        assertEquals(node, dialer("c", "c-m-2").probe(node.address()).self());
        for (Socket socket : silent) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            assertEquals(-1, socket.getInputStream().read(), "a silent client is still connected");
            socket.close();
        }
    }

    @Test
    void aClientThatSendsItsHelloByteByByteIsClosedWhenItsTimeIsOver() throws Exception {
        ByteBuffer hello = FrameCodec.encode(
                new Frame.Hello(Frame.Intent.PROBE, "c", new Member("c-m-2", clientAddress), List.of()));
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(node.address(), PORT));
            socket.setSoTimeout(100);
            int answer = -2;
            while (answer == -2 && hello.remaining() > 1) {
                try {
                    socket.getOutputStream().write(hello.get());
                    answer = socket.getInputStream().read();
                } catch (java.net.SocketTimeoutException stillOpen) {
                    answer = -2;
                } catch (IOException closed) {
                    answer = -1;
                }
            }
            assertEquals(-1, answer, "the node should close before the hello is whole");
        }
        assertEquals(List.of(), mesh.members());
    }

    private Dialer dialer(String cell, String name) {
        return new Dialer(cell, new Member(name, clientAddress), PORT, Duration.ofSeconds(1));
    }

    private Connection connect() throws IOException {
        return Connection.dial(clientAddress, new InetSocketAddress(node.address(), PORT), PATIENCE);
    }
}
