package dev.fleetcell.operator.plan;

/** What to do with a cell now. */
public sealed interface Step {
    /** Bring the workload of {@code size} to {@code replicas} nodes. */
    record Scale(ChangeKind kind, Size size, int replicas) implements Step {}

    /** Wait, and say for what. */
    record Hold(ChangeKind kind, Wait on) implements Step {}

    /** Nothing to do. */
    record Rest() implements Step {}
}
