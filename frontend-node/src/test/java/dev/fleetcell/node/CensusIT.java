package dev.fleetcell.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetcell.node.cell.NodeSpec;
import dev.fleetcell.node.cell.TestCell;
import dev.fleetcell.node.cell.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The census against the kernel's own list, read from outside the process. */
class CensusIT {

    @TempDir
    private Path directory;

    @Test
    void theReportCountsWhatTheKernelCountsAndEveryTaskOnce() throws Exception {
        try (TestCell cell = TestCell.open(directory)) {
            cell.store().seed(2, 8);
            String other = cell.address();
            String address = cell.address();
            cell.publish(List.of(address, other));
            TestNode node = cell.start(NodeSpec.of("c-m-0", address).with("FLEETCELL_UNITS", "2"));
            TestNode peer = cell.start(NodeSpec.of("c-m-1", other));
            node.awaitReady();
            peer.awaitReady();

            JsonNode threads = node.report().at("/threads");
            Map<String, Long> kernel = tasks(node.process().pid());
            String both = threads + " against " + kernel;

            assertTrue(Math.abs(threads.at("/total").asInt() - total(kernel)) <= 1, both);
            int sum = StreamSupport.stream(threads.at("/byGroup").spliterator(), false)
                    .mapToInt(JsonNode::asInt)
                    .sum();
            assertEquals(threads.at("/total").asInt(), sum, both);
            assertEquals(16, threads.at("/byGroup/workers").asInt(), both);
            assertEquals(16, beginningWith("worker-", kernel), both);
            assertEquals(3, threads.at("/byGroup/mesh").asInt(), both);
            assertEquals(3, beginningWith("mesh-", kernel), both);
            assertEquals(1, threads.at("/byGroup/store").asInt(), both);
            System.out.println("Tasks of a ready node with 2 units and 1 peer: " + threads);
        }
    }

    @Test
    void theMetricsSayTheSameAsTheReport() throws Exception {
        try (TestCell cell = TestCell.open(directory)) {
            cell.store().seed(2, 8);
            String address = cell.address();
            cell.publish(List.of(address));
            TestNode node = cell.start(NodeSpec.of("c-m-0", address)).awaitReady();
            String metrics = node.get(9000, "/q/metrics").body();
            for (String expected : List.of(
                    "fleetcell_node_tasks{group=\"workers\"} 8.0",
                    "fleetcell_node_tasks{group=\"mesh\"} 2.0",
                    "fleetcell_node_refused_starts_total{group=\"mesh\"} 0.0",
                    "fleetcell_node_shard_map_complete 1.0",
                    "fleetcell_node_shard_map_version 1.0",
                    "fleetcell_node_peers_known 0.0",
                    "fleetcell_node_tasks_budget 160.0")) {
                assertTrue(metrics.contains(expected), () -> expected + " is not in\n" + metrics);
            }
        }
    }

    private static Map<String, Long> tasks(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return tasks.map(CensusIT::name)
                    .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException ended) {
            return "ended";
        }
    }

    private static long total(Map<String, Long> kernel) {
        return kernel.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long beginningWith(String prefix, Map<String, Long> kernel) {
        return kernel.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
