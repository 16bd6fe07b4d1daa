package dev.fleetcell.node.threads;

import java.util.List;
import java.util.Locale;

/**
 * A purpose of threads: a row of the cell's thread model and of the census.
 *
 * <p>A group is recognised by how the name of a task begins; the kernel keeps the first 15 characters of a thread's
 * name.
 */
public enum TaskGroup {
    JVM(
            "The JVM itself: main thread, garbage collector, compilers, signals, references, and whatever has no other name."),
    HTTP(
            "Event loops and the one executor thread behind them, and their watchdog: gateway and management ports.",
            "vert.x-",
            "vertx-",
            "executor-"),
    WORKERS("The reserved workers that route records.", "worker-"),
    MESH("One thread for each peer, one that accepts peers and one that keeps the membership.", "mesh-"),
    STORE("Reads the shard map from the metadata store.", "store-");

    private final String sentence;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> prefixes;

    TaskGroup(String sentence, String... prefixes) {
        this.sentence = sentence;
        this.prefixes = List.of(prefixes);
    }

    /** The group of a task with this name; {@link #JVM} when no other group claims it. */
    public static TaskGroup of(String taskName) {
        for (TaskGroup group : values()) {
            for (String prefix : group.prefixes) {
                if (taskName.startsWith(prefix)) {
                    return group;
                }
            }
        }
        return JVM;
    }

    /** The name in reports, metrics and the thread model. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String sentence() {
        return sentence;
    }

    /** How the names of this group's tasks begin, at most 15 characters each; none for {@link #JVM}. */
    public List<String> prefixes() {
        return prefixes;
    }
}
