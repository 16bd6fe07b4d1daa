package dev.fleetcell.sandbox.fakepods;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a fake pod answers to {@code GET /fleet/report}. The truth, {@link #TRUE}, is that it has {@code baseTasks} kernel tasks
 * and {@code tasksPerPeer} for each peer, and is connected to every other fake pod of its cell whose container runs.
 *
 * @param answer what kind of answer is given
 * @param delay from the request until the answer
 * @param silentAfter answers that a container gives before it falls silent; {@link Integer#MAX_VALUE}: it never does
 * @param baseTasks kernel tasks of a node without peers
 * @param tasksPerPeer kernel tasks for each connected peer
 * @param node the name it reports under; empty: its own
 * @param tasks the sum of tasks it tells, whatever the model says; empty: what the model says
 * @param refusedStarts thread starts that it says were refused since its container began
 * @param missedPeers names of pods that it does not see as peers
 */
public record ReportBehaviour(
        Answer answer,
        Duration delay,
        int silentAfter,
        int baseTasks,
        int tasksPerPeer,
        Optional<String> node,
        OptionalInt tasks,
        long refusedStarts,
        Set<String> missedPeers) {
    /** The truth, at once: 40 tasks, and one more for each peer. */
    public static final ReportBehaviour TRUE = new ReportBehaviour(
            Answer.REPORT, Duration.ZERO, Integer.MAX_VALUE, 40, 1, Optional.empty(), OptionalInt.empty(), 0, Set.of());

    /** Bytes that {@link Answer#HUGE} adds to a report. */
    public static final int HUGE_BYTES = 4 << 20;

    /** A kind of answer. */
    public enum Answer {
        /** A report, status 200. */
        REPORT,
        /** The request is read, and nothing is ever sent. */
        NOTHING,
        /** Status 500. */
        ERROR,
        /** A report that is followed by {@link ReportBehaviour#HUGE_BYTES} blanks: who takes all of it finds it valid. */
        HUGE
    }

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException if the delay or {@code silentAfter} is negative
     */
    public ReportBehaviour {
        Durations.requireNotNegative("delay", delay);
        if (silentAfter < 0) {
            throw new IllegalArgumentException("silentAfter must not be negative, but is " + silentAfter);
        }
        missedPeers = Set.copyOf(missedPeers);
    }

    public ReportBehaviour withAnswer(Answer newAnswer) {
        return new ReportBehaviour(
                newAnswer, delay, silentAfter, baseTasks, tasksPerPeer, node, tasks, refusedStarts, missedPeers);
    }

    public ReportBehaviour withDelay(Duration newDelay) {
        return new ReportBehaviour(
                answer, newDelay, silentAfter, baseTasks, tasksPerPeer, node, tasks, refusedStarts, missedPeers);
    }

    /** Falls silent after that many answers. */
    public ReportBehaviour withSilenceAfter(int answers) {
        return new ReportBehaviour(
                answer, delay, answers, baseTasks, tasksPerPeer, node, tasks, refusedStarts, missedPeers);
    }

    /** Other figures of what is true. */
    public ReportBehaviour withModel(int newBaseTasks, int newTasksPerPeer) {
        return new ReportBehaviour(
                answer, delay, silentAfter, newBaseTasks, newTasksPerPeer, node, tasks, refusedStarts, missedPeers);
    }

    /** Reports under another pod's name. */
    public ReportBehaviour withNode(String name) {
        return new ReportBehaviour(
                answer,
                delay,
                silentAfter,
                baseTasks,
                tasksPerPeer,
                Optional.of(name),
                tasks,
                refusedStarts,
                missedPeers);
    }

    /** Tells another sum of tasks than the model's; it may be one that no node can have, such as -1. */
    public ReportBehaviour withTasks(int told) {
        return new ReportBehaviour(
                answer,
                delay,
                silentAfter,
                baseTasks,
                tasksPerPeer,
                node,
                OptionalInt.of(told),
                refusedStarts,
                missedPeers);
    }

    public ReportBehaviour withRefusedStarts(long count) {
        return new ReportBehaviour(
                answer, delay, silentAfter, baseTasks, tasksPerPeer, node, tasks, count, missedPeers);
    }

    /** Does not see these pods; they see it. */
    public ReportBehaviour withMissedPeers(Set<String> names) {
        return new ReportBehaviour(
                answer, delay, silentAfter, baseTasks, tasksPerPeer, node, tasks, refusedStarts, names);
    }
}
