package dev.fleetcell.operator.life;

import dev.fleetcell.operator.cell.Cluster;
import dev.fleetcell.sandbox.process.LocalProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a process of the operator costs at one moment.
 *
 * @param passes good passes so far
 * @param tasks kernel tasks
 * @param watches that the API server serves, to whomever
 * @param heapBytes bytes of objects that are alive
 * @param instances how many objects are alive, by class
 */
record Footprint(long passes, int tasks, long watches, long heapBytes, Map<String, Long> instances) {
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    /** Measures the operator that was started last; a full garbage collection comes first. */
    static Footprint of(Cluster cluster, LocalProcess operator) throws IOException, InterruptedException {
        var instances = new HashMap<String, Long>();
        var bytes = 0L;
        for (var line : histogram(operator.pid())) {
            var columns = line.strip().split("\\s+", -1); // num: instances bytes class [module]
            if (columns.length >= 4 && columns[0].matches("\\d+:")) {
                instances.merge(columns[3], Long.parseLong(columns[1]), Long::sum);
                bytes += Long.parseLong(columns[2]);
            }
        }
        if (instances.isEmpty()) {
            throw new IOException("jcmd gave no histogram of the heap of " + operator);
        }
        return new Footprint((long) cluster.passes(), tasks(operator.pid()), watches(cluster), bytes, instances);
    }

    /** The classes of which there are more now, the most first, as many as {@code most}. */
    List<String> moreThan(Footprint before, int most) {
        return instances.keySet().stream()
                .filter(name -> growth(before, name) > 0)
                .sorted(Comparator.comparingLong((String name) -> growth(before, name))
                        .reversed())
                .limit(most)
                .map(name -> "%s +%d".formatted(name, growth(before, name)))
                .toList();
    }

    /** How many more objects of that class there are now. */
    long growth(Footprint before, String name) {
        return instances.getOrDefault(name, 0L) - before.instances.getOrDefault(name, 0L);
    }

    @Override
    public String toString() {
        return "after %d passes: %d tasks, %d watches, %.1f MB in %d objects"
                .formatted(
                        passes,
                        tasks,
                        watches,
                        heapBytes / 1e6,
                        instances.values().stream().mapToLong(Long::longValue).sum());
    }

    private static List<String> histogram(long pid) throws IOException, InterruptedException {
        var jcmd = new ProcessBuilder(JCMD.toString(), String.valueOf(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (var lines = jcmd.inputReader()) {
            var all = lines.lines().toList();
            if (jcmd.waitFor() != 0) {
                throw new IOException("jcmd failed: " + String.join("\n", all));
            }
            return all;
        }
    }

    private static int tasks(long pid) throws IOException {
        try (var tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return (int) tasks.count();
        }
    }

    private static long watches(Cluster cluster) {
        return cluster.sandbox
                .admin()
                .raw("/metrics")
                .lines()
                .filter(line -> line.startsWith("apiserver_longrunning_requests{") && line.contains("verb=\"WATCH\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
