package dev.fleetcell.operator.threads;

import dev.fleetcell.operator.plan.Observed.Sample;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks every node for its report, at the interval its cell wants, and keeps the last answer in memory.
 *
 * <p>Four threads for any number of nodes; at most {@link #IN_FLIGHT} requests at once, each with a deadline and a
 * bounded body, no redirects: a slow or hostile node delays nobody. A node that does not answer keeps its last sample,
 * whose age tells.
 */
@ApplicationScoped
public class Census {
    private static final Logger LOG = Logger.getLogger(Census.class);
    private static final int IN_FLIGHT = 64;
    private static final int MOST_BYTES = 1 << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration TICK = Duration.ofMillis(200);
    /** A node that does not answer is asked that much less often. */
    private static final int MOST_BACK_OFF_SECONDS = 8;

    private final Clock clock;
    private final Counter failures;
    private final Map<CellKey, Members> cells = new ConcurrentHashMap<>();
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("census").daemon().factory());
    private final ExecutorService readers = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().name("census-", 0).daemon().factory());
    private final HttpClient http = HttpClient.newBuilder()
            .executor(readers)
            .connectTimeout(DEADLINE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /** A cell's name. */
    public record CellKey(String namespace, String name) {}

    /**
     * What is known of a cell's nodes.
     *
     * @param passed every node was asked at least once since the operator started, whatever came of it
     * @param samples last answers by pod uid
     */
    public record Reading(boolean passed, Map<String, Sample> samples) {}

    public Census(Clock clock, MeterRegistry metrics) {
        this.clock = clock;
        this.failures = Counter.builder("fleetcell.census.failures")
                .description("Reports that could not be read: no answer in time, not JSON, of another node")
                .register(metrics);
    }

    @PostConstruct
    void start() {
        var _ = ticker.scheduleWithFixedDelay( // tick() catches what it throws
                this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        ticker.shutdownNow();
        http.shutdownNow();
        readers.shutdownNow();
    }

    /** From now on asks these nodes of the cell, and no others, each every {@code interval}. */
    public Reading watch(CellKey cell, List<NodeAddress> nodes, Duration interval) {
        return cells.computeIfAbsent(cell, c -> new Members()).watch(nodes, interval);
    }

    /** Asks no node of the cell any more. */
    public void forget(CellKey cell) {
        cells.remove(cell);
    }

    private void tick() {
        try {
            var now = clock.instant();
            cells.values().stream()
                    .flatMap(members -> members.byUid.values().stream())
                    .filter(node -> node.due(now))
                    .sorted(Comparator.comparing(Asked::begunAt)) // who waited longest: nobody is starved by many
                    .takeWhile(node -> inFlight.tryAcquire())
                    .forEach(this::ask);
        } catch (RuntimeException e) { // a scheduled task that throws never runs again
            LOG.error("census tick failed", e);
        }
    }

    private void ask(Asked node) {
        var address = node.begin(clock.instant());
        var request = HttpRequest.newBuilder(address.report()).timeout(DEADLINE).build();
        var exchange = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        var _ = exchange.copy()
                .orTimeout(DEADLINE.toMillis() * 2, TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> {
                    exchange.cancel(true); // a body that trickles would hold its connection beyond the deadline
                    inFlight.release();
                    finish(node, address, response, failure);
                });
    }

    private void finish(
            Asked node, NodeAddress address, @Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
        try {
            if (response == null) {
                throw new IOException(String.valueOf(failure));
            }
            if (response.statusCode() != 200) {
                throw new IOException("HTTP " + response.statusCode());
            }
            node.answered(NodeReport.parse(response.body(), address.name()), clock.instant());
        } catch (IOException e) {
            failures.increment();
            node.failed();
            LOG.debugf("no report of %s: %s", address.name(), e.getMessage());
        }
    }

    /** The nodes of a cell. The first finished pass is remembered: nodes that join later are judged by their samples. */
    private static final class Members {
        private final Map<String, Asked> byUid = new ConcurrentHashMap<>();
        private volatile boolean passed;

        Reading watch(List<NodeAddress> nodes, Duration interval) {
            byUid.keySet().retainAll(nodes.stream().map(NodeAddress::uid).toList());
            nodes.forEach(
                    n -> byUid.computeIfAbsent(n.uid(), uid -> new Asked()).want(n, interval));
            passed = passed || byUid.values().stream().allMatch(Asked::finished);
            var samples = new HashMap<String, Sample>();
            byUid.forEach((uid, node) -> node.sample().ifPresent(s -> samples.put(uid, s)));
            return new Reading(passed, Map.copyOf(samples));
        }
    }

    /** One node and what it said. */
    private static final class Asked {
        private @Nullable NodeAddress address;
        private Duration interval = Duration.ZERO;
        private Instant begunAt = Instant.EPOCH;
        private boolean running;
        private boolean finishedOnce;
        private int failures;
        private long refusedStarts;
        private @Nullable Instant refusedAt;
        private @Nullable Sample sample;

        synchronized void want(NodeAddress node, Duration every) {
            address = node;
            interval = every;
        }

        synchronized boolean due(Instant now) {
            var pause = interval.plusSeconds(Math.min(failures, MOST_BACK_OFF_SECONDS));
            return address != null
                    && !running
                    && (!finishedOnce || !begunAt.plus(pause).isAfter(now));
        }

        synchronized Instant begunAt() {
            return begunAt;
        }

        synchronized NodeAddress begin(Instant now) {
            running = true;
            begunAt = now;
            return Objects.requireNonNull(address);
        }

        synchronized void answered(NodeReport report, Instant now) {
            var before = report.refusedStarts() < refusedStarts ? 0 : refusedStarts; // less: the process is a new one
            if (report.refusedStarts() > before) {
                refusedAt = now;
            }
            refusedStarts = report.refusedStarts();
            sample = new Sample(
                    now,
                    report.tasks(),
                    report.peers(),
                    Optional.ofNullable(refusedAt),
                    report.sinceStore().map(now::minus),
                    report.message());
            running = false;
            finishedOnce = true;
            failures = 0;
        }

        synchronized void failed() {
            failures++;
            running = false;
            finishedOnce = true;
        }

        synchronized boolean finished() {
            return finishedOnce;
        }

        synchronized Optional<Sample> sample() {
            return Optional.ofNullable(sample);
        }
    }
}
