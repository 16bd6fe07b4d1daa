package dev.fleetcell.operator.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The disruption controller of Kubernetes 1.36: says how many pods the eviction API may still let go.
 *
 * <pre>
 *   expected = replicas of the StatefulSet, 0 while it has no pod
 *   healthy  = Ready pods that are neither being deleted nor let go (disruptedPods)
 *   allowed  = healthy - max(0, expected - maxUnavailable), at least 0; 0 while nothing is expected
 * </pre>
 *
 * The real one runs when a pod or the budget changes and <em>not</em> when the StatefulSet does: until the next such change it
 * counts with the old number of replicas. A write of it never overwrites one of the eviction API (the real one conflicts and is
 * tried again), so it always judges the live budget; the pods and the StatefulSet are what its caches show.
 */
final class FakeDisruptionController {
    /** How long a pod that was let go counts as not healthy without being seen to be deleted. */
    static final Duration DELETION_TIMEOUT = Duration.ofMinutes(2);

    private final FakeStore store;

    FakeDisruptionController(FakeStore store) {
        this.store = store;
    }

    /** Runs once. Let it run again when a pod or the budget has changed, and {@link #DELETION_TIMEOUT} after an eviction. */
    void sync(Snapshot seen, Instant now) {
        var budget = store.budget();
        if (budget == null) {
            return;
        }
        var status = budget.status();
        var wanted = expectedIsKnown(seen)
                ? status(budget, seen, now)
                // What the real one does when it finds no controller for a pod: nothing may go.
                : new FakeDisruptionBudget.Status(
                        status.observedGeneration(),
                        status.expectedPods(),
                        status.currentHealthy(),
                        status.desiredHealthy(),
                        0,
                        status.disruptedPods());
        if (!wanted.equals(status)) {
            store.write(budget.withStatus(wanted));
        }
    }

    private static FakeDisruptionBudget.Status status(FakeDisruptionBudget budget, Snapshot seen, Instant now) {
        var owned = seen.pods().stream().anyMatch(pod -> !pod.owner().equals(FakePod.ORPHAN));
        var set = seen.set();
        var expected = owned && set != null ? set.replicas() : 0;
        var disrupted = stillDisrupted(budget, seen, now);
        var healthy = 0;
        for (var pod : seen.pods()) {
            if (pod.ready() && !pod.deleting() && !disrupted.containsKey(pod.name())) {
                healthy++;
            }
        }
        var desired = Math.max(0, expected - budget.maxUnavailable());
        return new FakeDisruptionBudget.Status(
                budget.generation(),
                expected,
                healthy,
                desired,
                expected == 0 ? 0 : Math.max(0, healthy - desired),
                disrupted);
    }

    /** By name: the next pod of a name that was let go takes over its entry when nobody saw the first one being deleted. */
    private static Map<String, Instant> stillDisrupted(FakeDisruptionBudget budget, Snapshot seen, Instant now) {
        var before = budget.status().disruptedPods();
        if (before.isEmpty()) {
            return before;
        }
        var still = new HashMap<String, Instant>();
        for (var pod : seen.pods()) {
            var since = before.get(pod.name());
            if (since != null && !pod.deleting() && since.plus(DELETION_TIMEOUT).isAfter(now)) {
                still.put(pod.name(), since);
            }
        }
        return Map.copyOf(still);
    }

    private static boolean expectedIsKnown(Snapshot seen) {
        var set = seen.set();
        for (var pod : seen.pods()) {
            var owner = pod.owner();
            if (!owner.equals(FakePod.ORPHAN) && (set == null || !set.uid().equals(owner))) {
                return false;
            }
        }
        return true;
    }
}
