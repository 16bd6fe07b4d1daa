package dev.fleetcell.operator.sim;

import java.time.Instant;
import java.util.Map;

/**
 * A PodDisruptionBudget over all pods of the store: {@code maxUnavailable} as a number, {@code unhealthyPodEvictionPolicy:
 * AlwaysAllow}.
 *
 * @param generation counts the edits of the spec, from 1
 * @param maxUnavailable 0 or more
 */
record FakeDisruptionBudget(long generation, int maxUnavailable, Status status) {
    FakeDisruptionBudget {
        if (maxUnavailable < 0) {
            throw new IllegalArgumentException("maxUnavailable " + maxUnavailable + " must be 0 or more");
        }
    }

    /**
     * @param disruptedPods pods (by name) that the eviction API lets go, and when; they count as not healthy until they are seen
     *     to be deleted, or for two minutes
     */
    record Status(
            long observedGeneration,
            int expectedPods,
            int currentHealthy,
            int desiredHealthy,
            int disruptionsAllowed,
            Map<String, Instant> disruptedPods) {
        static final Status NONE = new Status(0, 0, 0, 0, 0, Map.of());
    }

    FakeDisruptionBudget withStatus(Status newStatus) {
        return new FakeDisruptionBudget(generation, maxUnavailable, newStatus);
    }
}
