package dev.fleetcell.operator.plan;

import java.util.Optional;

/**
 * Door 1 as a pure function: whether the API server admits a spec. Written independently of the CEL in the CRD; a test
 * puts the same cases to both, with the server as the oracle.
 */
public final class Admission {
    private Admission() {}

    /**
     * Whether the spec {@code after} is admitted.
     *
     * @param before the stored spec, empty on create
     * @param after the spec that is asked for
     * @param facts what stands in status
     */
    public static boolean admits(Optional<Policy> before, Policy after, Facts facts) {
        if (before.isPresent() && raisesNothing(before.get(), after)) {
            return true;
        }
        return switch (after.overBudget()) {
            case CLAMP -> true;
            case REJECT, OVERRIDE -> new Guard(after, facts).someSizeCarries(after.capacity());
        };
    }

    /** The truth can always be told: an edit that raises neither capacity nor minNodes asks for nothing. */
    private static boolean raisesNothing(Policy before, Policy after) {
        return after.capacity() <= before.capacity() && after.minNodes() <= before.minNodes();
    }
}
