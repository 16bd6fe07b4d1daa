package dev.fleetcell.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A cell of twenty, for its figures. */
@Order(7)
class SpeedIT {
    private static final String NAMESPACE = "speed";
    private static final Cell CELL = new Cell(NAMESPACE, "twenty");

    @BeforeAll
    static void store() {
        Product.ensureInstalled();
        Examples.namespaceWithStore(NAMESPACE);
    }

    @AfterAll
    static void clean() {
        Examples.deleteNamespace(NAMESPACE);
    }

    /**
     * Given waves of 25 percent, at most 5 nodes, and a pace that never waits, when a cell of 20 is created, then it becomes
     * Ready and is whole. At the default pace of 600 an hour it would take 90 s at least.
     */
    @Test
    void aCellOfTwentyBecomesReady() {
        var leader = Cluster.admin()
                .pods()
                .inNamespace(Product.NAMESPACE)
                .withName(Product.leader())
                .require();
        var process = PodProcess.of(leader);
        var before = process.cpuTicks();
        var began = System.nanoTime();
        CELL.apply(c -> {
            c.getSpec().capacity = 20;
            c.getSpec().rollout.maxWavePercent = 25;
            c.getSpec().rollout.nodesPerHour = Examples.FAST;
        });
        CELL.awaitReady(20);
        var took = Duration.ofNanos(System.nanoTime() - began);
        Figures.note("a cell of 20, waves of 5, no pace to wait for, applied to Ready", took);
        Figures.note(
                "operator: CPU meanwhile",
                Math.round((process.cpuTicks() - before) * 1000.0 / took.toMillis()) + " % of one");
        Figures.note("operator: RSS after it", process.residentMemory());
        Figures.note("operator: tasks after it", process.field("Threads"));
        atRest(process);
        assertEquals(
                20 * 19,
                CELL.pods().stream()
                        .mapToInt(p -> CELL.report(p).at("/peers/connected").asInt())
                        .sum());
    }

    private static void atRest(PodProcess operator) {
        var ticks = operator.cpuTicks();
        var began = System.nanoTime();
        Cluster.awaitThat("20 s have passed", () -> System.nanoTime() - began > 20_000_000_000L);
        Figures.note(
                "operator: CPU at rest, 20 nodes",
                String.format(
                        Locale.ROOT,
                        "%.1f %% of one",
                        (operator.cpuTicks() - ticks) * 1e9 / (System.nanoTime() - began)));
    }
}
