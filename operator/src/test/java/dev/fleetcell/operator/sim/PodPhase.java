package dev.fleetcell.operator.sim;

/** {@code status.phase} of a pod; Unknown is not used by Kubernetes any more. */
enum PodPhase {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED;

    /** Whether its containers have ended for good. */
    boolean terminal() {
        return this == SUCCEEDED || this == FAILED;
    }
}
