package dev.fleetcell.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetcell.node.cell.NodeSpec;
import dev.fleetcell.node.cell.TaskLimit;
import dev.fleetcell.node.cell.TaskLimits;
import dev.fleetcell.node.cell.TestCell;
import dev.fleetcell.node.cell.TestNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Thread starts that the kernel refuses, by every real limit that this machine lets us set. */
class RefusedThreadsIT {

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> beforeItsFirstReadinessARefusedThreadKeepsANodeUnreadyUntilTheLimitIsRaised() {
        return each("unready", this::refusedBeforeReadiness);
    }

    @TestFactory
    Stream<DynamicTest> afterItsFirstReadinessANodeServesOnWhateverThreadIsRefused() {
        return each("serving", this::refusedAfterReadiness);
    }

    @TestFactory
    Stream<DynamicTest> aLimitThatIsTooLowForThePortsEndsTheProcessWithAReasonInsteadOfAHang() {
        return each("too-low", this::refusedAtBoot);
    }

    private void refusedAtBoot(TestCell cell, TaskLimit limit) throws Exception {
        assumeTrue(
                limit.countsTasks(), "a limit of " + limit + " cannot be set to a number of threads of the JVM itself");
        for (int tasks : new int[] {14, 16, 18}) {
            TestNode node =
                    cell.start(NodeSpec.of("c-m-0", cell.address()).under(limit.prefix(tasks), limit.jvmOptions()));
            int exit = node.process().exit().get(30, TimeUnit.SECONDS);
            assertEquals(71, exit, () -> node.process().tail(40));
            assertTrue(
                    node.process().tail(5).contains("that the ports need"),
                    () -> node.process().tail(40));
        }
    }

    private void refusedBeforeReadiness(TestCell cell, TaskLimit limit) throws Exception {
        String address = cell.address();
        cell.publish(List.of(address));
        // 64 workers, and room for some of them.
        TestNode node = cell.start(
                NodeSpec.of("c-m-0", address).with("FLEETCELL_UNITS", "8").under(limit.prefix(50), limit.jvmOptions()));
        JsonNode refused = node.await(
                "saying that workers are missing",
                report -> report.at("/message").asText().contains("of 64 workers run"));
        assertTrue(refused.at("/threads/refusedStarts").asLong() > 0, refused::toString);
        assertTrue(refused.at("/message").asText().contains("thread start refused: worker-"), refused::toString);
        assertFalse(node.ready());
        assertEquals(200, node.get(9000, "/q/health/live").statusCode());

        limit.lift(node.process().pid());
        node.awaitReady();
        JsonNode ready = node.report();
        assertEquals(64, ready.at("/threads/byGroup/workers").asInt(), ready::toString);
        assertTrue(ready.at("/threads/refusedStarts").asLong() > 0, ready::toString);
        assertEquals("", ready.at("/message").asText(), ready::toString);
    }

    private void refusedAfterReadiness(TestCell cell, TaskLimit limit) throws Exception {
        String address = cell.address();
        cell.publish(List.of(address));
        TestNode node = cell.start(NodeSpec.of("c-m-0", address).under(limit.prefix(100), limit.jvmOptions()))
                .awaitReady();
        limit.shut(node.process().pid());

        TestNode newcomer = cell.start("c-m-1");
        cell.publish(List.of(address, newcomer.address()));
        JsonNode refused = node.await(
                "refused a thread",
                report -> report.at("/threads/refusedStarts").asLong() > 0);
        assertEquals("Serving", refused.at("/phase").asText(), refused::toString);
        JsonNode said =
                node.await("saying so", report -> report.at("/message").asText().contains("mesh-peer-0"));
        assertEquals(0, said.at("/peers/connected").asInt(), said::toString);
        assertTrue(node.ready());
        assertEquals(200, node.route("stream-0", "a").statusCode());
        assertTrue(
                node.get(9000, "/q/metrics").body().contains("fleetcell_node_refused_starts_total{group=\"mesh\"} "),
                "no metric of refused starts");

        limit.lift(node.process().pid());
        for (TestNode each : List.of(node, newcomer)) {
            each.awaitPeers(List.of("c-m-0", "c-m-1"));
            each.awaitReady();
        }
        assertEquals("", node.report().at("/message").asText());
    }

    private Stream<DynamicTest> each(String scenario, Scenario body) {
        List<TaskLimit> limits = TaskLimits.available();
        assumeFalse(limits.isEmpty(), "this machine lets this user set no limit of threads");
        return limits.stream()
                .map(limit -> DynamicTest.dynamicTest(limit.toString(), () -> {
                    try (limit) {
                        try (TestCell cell = TestCell.open(directory.resolve(scenario + "-" + limit))) {
                            cell.store().seed(1, 4);
                            body.run(cell, limit);
                        }
                    }
                }));
    }

    @FunctionalInterface
    private interface Scenario {
        void run(TestCell cell, TaskLimit limit) throws Exception;
    }
}
