package dev.fleetcell.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.node.cell.NodeSpec;
import dev.fleetcell.node.cell.TestCell;
import dev.fleetcell.node.cell.TestNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of a real process. */
class SettingsIT {

    @TempDir
    private Path directory;

    @Test
    void badSettingsEndTheProcessWithALineEachAndChangedLimitsAreObeyedWithoutARestart() throws Exception {
        try (TestCell cell = TestCell.open(directory)) {
            TestNode bad = cell.start(NodeSpec.of("c-m-9", cell.address())
                    .with("FLEETCELL_BOOTSTRAP_SOURCE", "Peers")
                    .with("FLEETCELL_UNITS", "none"));
            assertEquals(
                    78,
                    bad.process().exit().get(30, TimeUnit.SECONDS),
                    () -> bad.process().tail(20));
            assertEquals("""
                    FLEETCELL_UNITS=none cannot be used: set the units of the node's size: a number from 1 to 1000
                    FLEETCELL_BOOTSTRAP_SOURCE=Peers cannot be used: set where the shard map comes from: MetadataStore; \
                    Peers is not there yet""".strip(), Files.readString(bad.process().log()).strip());

            cell.store().seed(1, 4);
            Path mounted = Files.createDirectory(directory.resolve("mounted"));
            Files.writeString(mounted.resolve("FLEETCELL_THREAD_BUDGET"), "20");
            String address = cell.address();
            cell.publish(List.of(address));
            TestNode node = cell.start(NodeSpec.of("c-m-0", address).with("FLEETCELL_SETTINGS", mounted.toString()));
            node.await(
                    "waiting for a budget",
                    report -> report.at("/message").asText().endsWith("tasks are more than the budget of 20"));
            assertFalse(node.ready());

            Files.writeString(mounted.resolve("FLEETCELL_THREAD_BUDGET"), "100");
            node.awaitReady();
            Files.writeString(mounted.resolve("FLEETCELL_THREAD_LIMIT"), "25");
            Files.writeString(mounted.resolve("FLEETCELL_THREAD_BUDGET"), "20");
            node.await(
                    "reporting the lower limit",
                    report -> report.at("/threads/limit").asInt() == 25
                            && report.at("/threads/budget").asInt() == 20);
            assertTrue(node.ready(), "a node that served stays ready above a budget that was lowered");
        }
    }
}
