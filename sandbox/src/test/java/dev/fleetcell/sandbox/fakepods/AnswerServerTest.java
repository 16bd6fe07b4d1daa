package dev.fleetcell.sandbox.fakepods;

import static dev.fleetcell.sandbox.Eventually.eventually;
import static dev.fleetcell.sandbox.Failure.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.sandbox.Loopback;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server of all fake pods, asked in the bytes of HTTP. */
class AnswerServerTest {
    private static final int PORT = 9000;

    private Loopback loopback;
    private AnswerServer server;

    @BeforeEach
    void open() throws IOException {
        loopback = Loopback.reserve();
        server = new AnswerServer();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        loopback.close();
    }

    @Test
    void eachAddressHasItsOwnAnswersAndAllShareAThread() throws Exception {
        Set<String> threads = new HashSet<>();
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            InetSocketAddress address = address();
            addresses.add(address);
            server.listen(address, path -> {
                threads.add(Thread.currentThread().getName());
                return answer(address.getHostString() + path);
            });
        }
        for (InetSocketAddress address : addresses) {
            try (Client client = new Client(address)) {
                assertEquals(address.getHostString() + "/x", client.get("/x?query"));
            }
        }
        assertEquals(Set.of("fake-pods-answers"), threads);
    }

    @Test
    void aConnectionIsKeptUntilTheClientWantsItClosed() throws Exception {
        try (Client client = listen(AnswerServerTest::answer)) {
            assertEquals("/a", client.get("/a"));
            assertEquals("/b", client.get("/b"));
            client.send("GET /c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertEquals("/c", client.body());
            assertTrue(client.isClosed());
        }
    }

    @Test
    void requestsThatComeTogetherOrInPiecesAreAnsweredInOrder() throws Exception {
        try (Client client = listen(path -> path.equals("/slow") ? late(path, 50) : answer(path))) {
            client.send("GET /slow HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\nGET /c HT");
            assertEquals("/slow", client.body());
            assertEquals("/b", client.body());
            client.send("TP/1.1\r\nHost: x\r\n");
            client.send("\r\n");
            assertEquals("/c", client.body());
        }
    }

    @Test
    void whoWaitsHoldsNobodyUp() throws Exception {
        InetSocketAddress address = address();
        server.listen(address, path -> switch (path) {
            case "/late" -> late(path, 300);
            case "/never" -> new Reply.Silence();
            default -> answer(path);
        });
        long asked = System.nanoTime();
        try (Client late = new Client(address);
                Client never = new Client(address);
                Client other = new Client(address)) {
            late.send("GET /late HTTP/1.1\r\n\r\n");
            never.send("GET /never HTTP/1.1\r\n\r\n");
            assertEquals("/now", other.get("/now"));
            assertEquals("/late", late.body());
            assertTrue(System.nanoTime() - asked >= Duration.ofMillis(300).toNanos());
            never.socket.setSoTimeout(100);
            assertThrows(SocketTimeoutException.class, never::body);
        }
    }

    @Test
    void aHugeBodyArrivesWhole() throws Exception {
        int blanks = ReportBehaviour.HUGE_BYTES;
        try (Client client = listen(path -> new Reply.Answer(200, "{}", blanks, Duration.ZERO))) {
            String body = client.get("/");
            assertEquals(blanks + 2, body.length());
            assertEquals("{}", body.strip());
            assertEquals(blanks + 2, client.get("/").length());
        }
    }

    @Test
    void whatIsNotAGetIsRefused() throws Exception {
        for (String request : List.of("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}", "nonsense\r\n\r\n")) {
            try (Client client = listen(AnswerServerTest::answer)) {
                client.send(request);
                assertTrue(client.line().startsWith("HTTP/1.1 405 "));
            }
        }
    }

    @Test
    void aHeadThatNeverEndsIsCutOff() throws Exception {
        try (Client client = listen(AnswerServerTest::answer)) {
            client.send("GET / HTTP/1.1\r\n" + "X: ".repeat(4000));
            assertTrue(client.isClosed());
        }
    }

    @Test
    void aSiteThatThrowsClosesItsConnectionOnly() throws Exception {
        try (Client client = listen(path -> {
            throw new IllegalStateException("on purpose");
        })) {
            client.send("GET / HTTP/1.1\r\n\r\n");
            assertTrue(client.isClosed());
        }
        try (Client client = listen(AnswerServerTest::answer)) {
            assertEquals("/a", client.get("/a"));
        }
    }

    @Test
    void afterClosingTheAddressIsFreeAndItsConnectionsAreClosed() throws Exception {
        InetSocketAddress address = address();
        AnswerServer.Listening listening = server.listen(address, path -> answer("old"));
        try (Client before = new Client(address)) {
            assertEquals("old", before.get("/"));
            listening.close();
            assertThrows(ConnectException.class, () -> new Client(address));
            assertTrue(before.isClosed());
        }
        server.listen(address, path -> answer("new"));
        try (Client after = new Client(address)) {
            assertEquals("new", after.get("/"));
        }
        listening.close();
        server.close();
        listening.close();
    }

    @Test
    void anAddressInUseIsNamedAndOthersOnThePortAreNot() throws Exception {
        InetSocketAddress address = address();
        try (ServerSocket other = new ServerSocket()) {
            other.bind(address);
            assertSays(
                    IOException.class,
                    () -> server.listen(address, AnswerServerTest::answer),
                    "cannot listen on " + address.getHostString() + ":" + PORT);
            server.listen(address(), AnswerServerTest::answer);
        }
    }

    @Test
    void aClosedServerIsGoneWithItsThread() throws Exception {
        InetSocketAddress address = address();
        server.listen(address, AnswerServerTest::answer);
        try (Client client = new Client(address)) {
            assertEquals("/a", client.get("/a"));
            server.close();
            assertTrue(client.isClosed());
        }
        assertThrows(ConnectException.class, () -> new Client(address));
        assertSays(IOException.class, () -> server.listen(address, AnswerServerTest::answer), "closed");
        eventually(
                "no thread",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .toList(),
                names -> !names.contains("fake-pods-answers"));
    }

    @Test
    void aClientThatLeavesWhileItWaitsIsForgotten() throws Exception {
        InetSocketAddress address = address();
        server.listen(address, path -> path.equals("/never") ? new Reply.Silence() : late(path, 50));
        for (String path : List.of("/never", "/late")) {
            try (Client client = new Client(address)) {
                client.send("GET " + path + " HTTP/1.1\r\n\r\n");
            }
        }
        try (Client client = new Client(address)) {
            assertEquals("/late", client.get("/late"));
            assertFalse(client.socket.isClosed());
        }
    }

    private Client listen(Site site) throws IOException {
        InetSocketAddress address = address();
        server.listen(address, site);
        return new Client(address);
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(loopback.next(), PORT);
    }

    private static Reply answer(String body) {
        return new Reply.Answer(200, body, 0, Duration.ZERO);
    }

    private static Reply late(String body, long millis) {
        return new Reply.Answer(200, body, 0, Duration.ofMillis(millis));
    }

    /** The other end of one connection. */
    private static final class Client implements AutoCloseable {
        private final Socket socket = new Socket();

        Client(InetSocketAddress address) throws IOException {
            try {
                socket.connect(address, 5000);
                socket.setSoTimeout(10_000);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }

        void send(String request) throws IOException {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        }

        String get(String path) throws IOException {
            send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
            return body();
        }

        /** The body of the next response, which is of status 200. */
        String body() throws IOException {
            assertEquals("HTTP/1.1 200 OK", line());
            int length = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.startsWith("Content-Length: ")) {
                    length = Integer.parseInt(line.substring("Content-Length: ".length()));
                }
            }
            return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
        }

        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c != '\n' && c >= 0;
                    c = socket.getInputStream().read()) {
                line.append((char) c);
            }
            return line.toString().strip();
        }

        /** Whether the other side closes the connection, now or within 10 s. */
        boolean isClosed() throws IOException {
            try {
                return socket.getInputStream().read() < 0;
            } catch (SocketException reset) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
