package dev.fleetcell.sandbox.demo;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The nodes of the cell with modelled, measured and budgeted threads; measured is counted in /proc, not asked for. */
final class NodeTable {
    private NodeTable() {}

    /** One node: its name, process, tasks in /proc. */
    record Row(String node, long pid, int measured) {}

    static List<Row> rows(Stage stage) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Pod pod : stage.pods()) {
            long pid = stage.pid(pod);
            rows.add(new Row(pod.getMetadata().getName(), pid, tasks(pid)));
        }
        return rows;
    }

    static String print(List<Row> rows, int modelled, int budget) {
        StringBuilder text = new StringBuilder();
        text.append("%-12s %8s %10s %10s %8s%n".formatted("NODE", "PID", "MODELLED", "MEASURED", "BUDGET"));
        rows.forEach(r ->
                text.append("%-12s %8d %10d %10d %8d%n".formatted(r.node(), r.pid(), modelled, r.measured(), budget)));
        return text.toString();
    }

    private static int tasks(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
            return (int) tasks.count();
        }
    }
}
