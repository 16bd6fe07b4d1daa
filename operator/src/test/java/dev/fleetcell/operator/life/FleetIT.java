package dev.fleetcell.operator.life;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.sandbox.fakepods.Start;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cell of 200 nodes on three cluster nodes. It is one for all tests: each of them is given a whole one, and leaves one. */
class FleetIT {
    private static final String CELL = "fleet";
    private static final int NODES = 200;
    private static final int WAVE_PERCENT = 20;
    /** Nodes that may be away at once. */
    private static final int WINDOW = 40;

    private static Audit audit;
    private static Fleet fleet;
    private static NodeWatch watch;
    private static Replica operator;
    private static int mostWarmingWhileGrowing;
    private static List<Start> startsOfGrowth;

    private int begin;

    @BeforeAll
    static void growTo200() throws IOException, SQLException {
        audit = Audit.prepare();
        fleet = Fleet.start(audit::into);
        fleet.cluster.sandbox.addKubelet("node-1");
        fleet.cluster.sandbox.addKubelet("node-2");
        operator = Replica.start(fleet.cluster, "replica-a");
        watch = NodeWatch.of(fleet.cluster, CELL);
        fleet.create(CELL, NODES, WAVE_PERCENT, WINDOW);
        fleet.awaitSettled(CELL, NODES);
        mostWarmingWhileGrowing = fleet.pods().mostNotReady();
        startsOfGrowth = fleet.pods().starts();
    }

    @AfterAll
    static void stop() throws IOException {
        if (watch != null) {
            watch.close();
        }
        if (fleet != null) {
            fleet.close();
        }
        audit.close();
    }

    @BeforeEach
    void count() {
        begin = watch.mark();
        fleet.pods().forgetCounts();
    }

    @AfterEach
    void mend() {
        fleet.behaveWell(CELL);
        fleet.awaitSettled(CELL, NODES);
    }

    /** Given an empty cluster, when a cell of 200 is asked for: then it comes in waves, and each node starts once. */
    @Test
    void aFleetGrowsInWaves() {
        assertEquals(NODES, startsOfGrowth.size());
        assertTrue(mostWarmingWhileGrowing <= WINDOW, mostWarmingWhileGrowing + " were warming at once");
        assertEquals(200, watch.nodes().size());
    }

    /**
     * Given a template whose nodes never become Ready: then one window of nodes ever starts with it; and when the template is mended
     * all nodes get the mended one.
     */
    @Test
    void aTemplateThatNeverBecomesReadyStopsAtItsFirstWaveAndAMendedOneGoesOn() {
        fleet.behave(CELL, pod -> Fleet.color(pod).equals("bad") ? Fleet.WELL.withNeverReady() : Fleet.WELL);
        fleet.color(CELL, "bad");
        var held = fleet.awaitCell(CELL, "its first wave is there", c -> colors().getOrDefault("bad", 0L) == WINDOW);
        fleet.cluster.awaitPasses(5);
        assertEquals(WINDOW, fleet.pods().startedPods(), "no second wave started");
        var bad = held.getStatus().revision.update;

        fleet.color(CELL, "mended");
        fleet.awaitSettled(CELL, NODES);
        assertEquals(Map.of("mended", (long) NODES), colors());
        assertEquals(
                WINDOW,
                fleet.pods().starts().stream()
                        .filter(s -> s.revision().equals(bad))
                        .count(),
                "nodes that ever started with the bad template");
        assertFewestReady(NODES - WINDOW);
    }

    /**
     * Given as many crashing nodes as the PodDisruptionBudget lets go, at the lowest ordinals, which come last: when a template comes
     * that mends them, then it reaches them, and every node is replaced once.
     */
    @Test
    void aTemplateReachesNodesThatAreBrokenAtTheLowestOrdinals() {
        fleet.behave(
                CELL,
                pod -> Fleet.ordinal(pod) < WINDOW && !Fleet.color(pod).equals("cure")
                        ? Fleet.WELL.withNeverReady().withCrashLoop()
                        : Fleet.WELL);
        fleet.awaitCell(CELL, "they are broken", c -> c.getStatus().nodes.ready == NODES - WINDOW);
        var broken = watch.mark();
        fleet.color(CELL, "cure");
        fleet.awaitSettled(CELL, NODES);
        assertEquals(Map.of("cure", (long) NODES), colors());
        assertEquals(NODES, watch.created(broken).size(), "each node was replaced once");
        assertTrue(
                watch.lowest(broken).ready() >= NODES - 2 * WINDOW,
                () -> "no more were away than the broken and a window: " + watch.lowest(broken));
    }

    /**
     * Given a restart of the whole cell at ten nodes a second, when the operator is killed every few seconds: then each node is
     * restarted once, and at no time more were started than the pace allows.
     */
    @Test
    void aColdRestartKeepsItsPaceAlthoughTheOperatorIsKilled() throws Exception {
        var burst = 25;
        var perHour = 36_000;
        var killer = Killer.start(operator, Duration.ofSeconds(4), watch);
        var kills = 0;
        try {
            Restarts.create(
                    fleet.cluster,
                    "restart-fleet",
                    CELL,
                    "{nodesPerHour: %d, maxWarming: %d}".formatted(perHour, burst));
            var done = Restarts.awaitPhase(fleet.cluster, "restart-fleet", "Completed");
            assertEquals("200/200", done.getStatus().progress);
        } finally {
            kills = killer.stop();
        }
        var starts = fleet.pods().starts();
        assertEquals(NODES, starts.size(), "each node was restarted once");
        assertTrue(starts.stream()
                .allMatch(s -> "restart-fleet".equals(s.annotations().get(Restarts.STAMP))));
        assertEquals(
                Optional.empty(),
                new Pace(burst, perHour, Duration.ofSeconds(2))
                        .brokenBy(starts.stream().map(Start::at).toList()));
        assertFewestReady(NODES - burst);
        assertTrue(kills >= 2, "killed only " + kills + " times: it shows nothing");
        System.out.printf(
                "200 nodes restarted in %d s; killed %d times; most not ready %d%n",
                Duration.between(starts.getFirst().at(), starts.getLast().at()).toSeconds(),
                kills,
                fleet.pods().mostNotReady());
    }

    /** Given a cell at rest, when passes go over it: then the operator writes nothing at all. */
    @Test
    void atRestNoPassWritesAnything() {
        var pod = fleet.cluster.pods(CELL).getFirst();
        fleet.cluster.awaitPasses(2); // what was still to be told is told
        var before = audit.writes();
        assertFalse(before.isEmpty(), "the audit log knows the operator");
        for (int i = 0; i < 10; i++) { // each touch of a node is a reason for a pass
            var passes = fleet.cluster.passes();
            touch(pod, i);
            fleet.cluster.awaitThat("a pass", () -> fleet.cluster.passes() > passes);
        }
        fleet.cluster.awaitPasses(1); // and one that comes by itself
        assertEquals(
                List.of(), audit.writes().subList(before.size(), audit.writes().size()));
    }

    private static void touch(Pod pod, int number) {
        fleet.cluster
                .sandbox
                .admin()
                .pods()
                .inNamespace("default")
                .withName(pod.getMetadata().getName())
                .edit(p -> {
                    p.getMetadata().getAnnotations().put("touched", String.valueOf(number));
                    return p;
                });
    }

    private void assertFewestReady(int least) {
        assertTrue(
                watch.lowest(begin).ready() >= least,
                () -> "at least " + least + " have to be Ready: " + watch.lowest(begin));
    }

    private static Map<String, Long> colors() {
        return watch.nodes().stream().collect(groupingBy(Fleet::color, counting()));
    }
}
