package dev.fleetcell.operator.plan;

import java.util.List;

/** What to do with a cell now. The workload gets the plan's {@link Shape} with every one of them. */
public sealed interface Step {
    /** Bring the workload of {@code size} to {@code replicas} nodes. */
    record Scale(ChangeKind kind, Size size, int replicas) implements Step {}

    /** Give the workload new content, with the frontier above all nodes: nothing moves yet. */
    record Revise(ChangeKind kind, Content content) implements Step {}

    /**
     * Replace nodes: ask for each whether it may go, from the first on; pay for those; move the frontier below the last of
     * them; evict them.
     *
     * @param nodes highest ordinals first, never empty; all outdated nodes from the last one's ordinal upwards that are
     *     still there
     */
    record Replace(ChangeKind kind, List<Observed.Node> nodes) implements Step {
        public Replace {
            nodes = List.copyOf(nodes);
        }
    }

    /** Wait, and say for what. The shape may still draw the frontier back. */
    record Hold(ChangeKind kind, Wait on) implements Step {}

    /** Nothing to do. */
    record Rest() implements Step {}
}
