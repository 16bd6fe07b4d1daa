package dev.fleetcell.operator.threads;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fleetcell.operator.plan.Observed.Sample;
import dev.fleetcell.operator.threads.Census.CellKey;
import dev.fleetcell.operator.threads.Census.Reading;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The census against a real HTTP server on loopback that tells the truth, or does not. */
class CensusTest {
    private static final CellKey CELL = new CellKey("default", "use1-a");
    private static final Duration OFTEN = Duration.ofMillis(50);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Census census = new Census(Clock.systemUTC(), metrics);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        census.start();
    }

    @AfterEach
    void stop() {
        stopped.countDown();
        census.stop();
        server.stop(0);
    }

    @Test
    void aReportBecomesASample() {
        var node = answers("a", report("a", 41, 0));
        var reading = await().until(() -> watch(node), r -> r.samples().containsKey("uid-a"));
        var sample = sample(node);
        assertEquals(41, sample.tasks());
        assertEquals(Set.of("b", "c"), sample.peers());
        assertTrue(sample.refusedAt().isEmpty());
        assertTrue(reading.passed());
    }

    @Test
    void beforeEveryNodeWasAskedThePassIsNotFinished() {
        assertFalse(census.watch(CELL, List.of(answers("a", report("a", 1, 0))), Duration.ofHours(1))
                .passed());
    }

    @Test
    void aNodeThatDoesNotAnswerIsAskedAndTheOthersAreHeard() {
        var silent = new NodeAddress("uid-silent", "silent", path("/silent"));
        server.createContext("/silent", exchange -> awaitStop());
        var good = answers("a", report("a", 41, 0));
        var reading = await().until(() -> watch(silent, good), r -> r.samples().containsKey("uid-a"));
        assertFalse(reading.samples().containsKey("uid-silent"));
        await("the silent one counts as asked").until(() -> watch(silent, good), Reading::passed);
    }

    @Test
    void whatIsNotAReportOfThatNodeIsCountedAndLeavesNoSample() {
        var hostile = List.of(
                answers("other", report("someone-else", 1, 0)),
                answers("garbage", "<html>"),
                answers("negative", report("negative", -1, 0)),
                answers("huge", report("huge", 1, 0) + " ".repeat(2 << 20)),
                redirects("redirecting"));
        await().until(() -> census.watch(CELL, hostile, Duration.ofHours(1)), Reading::passed);
        assertEquals(
                Set.of(),
                census.watch(CELL, hostile, Duration.ofHours(1)).samples().keySet());
        assertEquals(
                hostile.size(), metrics.counter("fleetcell.census.failures").count());
    }

    @Test
    void aBodyThatTricklesIsCutOff() {
        var cut = new CountDownLatch(1);
        server.createContext("/slow", exchange -> trickle(exchange, cut));
        census.watch(CELL, List.of(new NodeAddress("uid-slow", "slow", path("/slow"))), Duration.ofHours(1));
        await("the connection is closed on the one who trickles")
                .atMost(Duration.ofSeconds(20))
                .until(() -> cut.getCount() == 0);
    }

    @Test
    void aRefusedThreadStartIsDatedWhenTheCountRises() {
        var refused = new AtomicInteger();
        server.createContext("/a", exchange -> send(exchange, report("a", 41, refused.get())));
        var node = new NodeAddress("uid-a", "a", path("/a"));
        await().until(() -> watch(node), r -> r.samples().containsKey("uid-a"));
        refused.set(3);
        var first = await().until(() -> sample(node).refusedAt(), Optional::isPresent);
        var later = sample(node).at();
        var sample = await().until(() -> sample(node), s -> s.at().isAfter(later));
        assertEquals(first, sample.refusedAt(), "the same count again is no new refusal");
    }

    @Test
    void aNodeThatIsGoneIsForgotten() {
        var node = answers("a", report("a", 41, 0));
        await().until(() -> watch(node), r -> r.samples().containsKey("uid-a"));
        assertTrue(census.watch(CELL, List.of(), OFTEN).samples().isEmpty());
    }

    /** A byte now and then, until the other side hangs up or the test ends. */
    private void trickle(HttpExchange exchange, CountDownLatch cut) {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            var body = exchange.getResponseBody();
            while (!stopped.await(50, TimeUnit.MILLISECONDS)) {
                body.write(' ');
                body.flush();
            }
        } catch (IOException hungUp) {
            cut.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitStop() throws IOException {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Reading watch(NodeAddress... nodes) {
        return census.watch(CELL, List.of(nodes), OFTEN);
    }

    private Sample sample(NodeAddress node) {
        return Objects.requireNonNull(watch(node).samples().get(node.uid()));
    }

    private NodeAddress answers(String name, String body) {
        server.createContext("/" + name, exchange -> send(exchange, body));
        return new NodeAddress("uid-" + name, name, path("/" + name));
    }

    private NodeAddress redirects(String name) {
        server.createContext("/" + name, exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> send(exchange, report(name, 1, 0)));
        return new NodeAddress("uid-" + name, name, path("/" + name));
    }

    private URI path(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static void send(HttpExchange exchange, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String report(String node, int tasks, int refused) {
        return """
                {"node": "%s", "threads": {"total": %d, "refusedStarts": %d}, "peers": {"names": ["b", "c"]}}""".formatted(node, tasks, refused);
    }
}
