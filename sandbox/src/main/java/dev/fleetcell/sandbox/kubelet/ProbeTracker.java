package dev.fleetcell.sandbox.kubelet;

/** Turns a sequence of probe results into one verdict: it changes after so many equal results in a row. */
final class ProbeTracker {
    private final int successThreshold;
    private final int failureThreshold;
    private boolean passing;
    private int successes;
    private int failures;

    /**
     * @param passing the verdict before the first result
     */
    ProbeTracker(boolean passing, int successThreshold, int failureThreshold) {
        this.passing = passing;
        this.successThreshold = successThreshold;
        this.failureThreshold = failureThreshold;
    }

    /** Takes a result and returns whether the threshold of its kind is reached. */
    boolean reaches(boolean success) {
        successes = success ? successes + 1 : 0;
        failures = success ? 0 : failures + 1;
        boolean reached = success ? successes >= successThreshold : failures >= failureThreshold;
        if (reached) {
            passing = success;
        }
        return reached;
    }

    boolean isPassing() {
        return passing;
    }

    /** Whether the last result was the first failure of a row. */
    boolean failsFirst() {
        return failures == 1;
    }
}
