package dev.fleetcell.node.threads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tasks of this process by group, from {@code /proc/self/task}.
 *
 * <p>ThreadMXBean is of no use for this: it knows about a third of what the kernel counts in an idle JVM.
 */
public final class TaskCensus {
    private static final Path OWN_TASKS = Path.of("/proc/self/task");

    private final Path tasks;
    private @Nullable Census last;
    private long lastNanos;

    public TaskCensus() {
        this(OWN_TASKS);
    }

    TaskCensus(Path tasks) {
        this.tasks = tasks;
    }

    /**
     * Counts now. Takes about 20 microseconds for each task.
     *
     * @throws UncheckedIOException when the kernel's list cannot be read, which only happens outside Linux
     */
    public synchronized Census take() {
        Map<TaskGroup, Integer> counts = new EnumMap<>(TaskGroup.class);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(tasks)) {
            for (Path entry : entries) {
                count(entry, counts);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(e.getCause());
        }
        Census census = new Census(counts);
        last = census;
        lastNanos = System.nanoTime();
        return census;
    }

    /** The last count if it is younger than {@code age}, else a new one: for callers that ask often. */
    public synchronized Census recent(Duration age) {
        Census known = last;
        return known != null && System.nanoTime() - lastNanos < age.toNanos() ? known : take();
    }

    private static void count(Path task, Map<TaskGroup, Integer> counts) {
        try {
            counts.merge(TaskGroup.of(Files.readString(task.resolve("comm")).stripTrailing()), 1, Integer::sum);
        } catch (IOException endedMeanwhile) {
            // A task that ended between the listing and the reading is no task any more.
        }
    }
}
