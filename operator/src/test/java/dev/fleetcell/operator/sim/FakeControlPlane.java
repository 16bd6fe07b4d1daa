package dev.fleetcell.operator.sim;

import dev.fleetcell.operator.sim.FakeStatefulSetController.StaleReads;
import java.time.Instant;

/** A {@link FakeStore} with those who act on it. Nobody acts by himself: call them, or {@link #settle}. */
final class FakeControlPlane {
    /** More than any spec needs: every round creates or deletes at least one pod, or writes a status. */
    private static final int MOST_ROUNDS = 1000;

    final FakeStore store;
    final FakeStatefulSetController statefulSets;
    final FakeDisruptionController disruption;
    final FakeEvictions evictions;

    /**
     * An empty one.
     *
     * @param name what the StatefulSet will be called
     */
    FakeControlPlane(String name, Binding binding, StaleReads staleReads) {
        this.store = new FakeStore(name, binding);
        this.statefulSets = new FakeStatefulSetController(store, staleReads);
        this.disruption = new FakeDisruptionController(store);
        this.evictions = new FakeEvictions(store);
    }

    /**
     * Lets both controllers run on fresh caches until they change nothing any more.
     *
     * @throws IllegalStateException if they never stop
     */
    void settle(Instant now) {
        for (var round = 0; round < MOST_ROUNDS; round++) {
            var before = store.version();
            statefulSets.sync(store.snapshot());
            disruption.sync(store.snapshot(), now);
            if (store.version() == before) {
                return;
            }
        }
        throw new IllegalStateException("no rest after " + MOST_ROUNDS + " rounds: " + store.snapshot());
    }
}
