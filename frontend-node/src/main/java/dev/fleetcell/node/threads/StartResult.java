package dev.fleetcell.node.threads;

/** What came of an attempt to start a thread. */
public sealed interface StartResult {

    /** The thread runs. */
    record Started(Thread thread) implements StartResult {}

    /**
     * The kernel refused it. The caller says so where people look, and tries again later.
     *
     * @param name the name the thread would have had
     * @param reason what the JVM said, one line
     */
    record Refused(TaskGroup group, String name, String reason) implements StartResult {}
}
