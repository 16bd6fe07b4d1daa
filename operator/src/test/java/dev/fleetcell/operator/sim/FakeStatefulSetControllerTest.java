package dev.fleetcell.operator.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.operator.sim.FakeStatefulSetController.Outcome;
import dev.fleetcell.operator.sim.FakeStatefulSetController.StaleReads;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a recorded sequence cannot show: stale caches, failed creations, pods without a machine. */
class FakeStatefulSetControllerTest {
    private final FakeControlPlane plane = new FakeControlPlane("web", Binding.AT_BIRTH, StaleReads.REFUSED);
    private final FakeStore store = plane.store;
    private final FakeStatefulSetController controller = plane.statefulSets;

    @Test
    void withoutAStatefulSetNothingIsDone() {
        assertEquals(Outcome.NO_SET, controller.sync(store.snapshot()));
    }

    @Test
    void itWaitsUntilItsCachesHaveItsOwnWrites() {
        store.createSet(3, 0, "a");
        var before = store.snapshot();
        assertEquals(Outcome.DONE, controller.sync(before));
        assertEquals(Outcome.BEHIND, controller.sync(before));
        assertEquals(Outcome.BEHIND, controller.sync(store.snapshot().withPodsOf(before)));
        assertEquals(Outcome.DONE, controller.sync(store.snapshot()));
    }

    @Test
    void before136ItActsOnStaleCachesAndTheApiServerRefuses() {
        var older = new FakeStatefulSetController(store, StaleReads.ACCEPTED);
        store.createSet(3, 0, "a");
        var before = store.snapshot();
        older.sync(before);
        var pods = store.pods.list();
        assertEquals(Outcome.FAILED, older.sync(before));
        assertEquals(pods, store.pods.list());
    }

    @Test
    void aFailedCreationLetsItsBatchFinishAndStopsTheRest() {
        store.createSet(2, 0, "a");
        controller.sync(store.snapshot());
        store.orphan();
        store.pods.delete(1);
        store.createSet(7, 0, "a");
        assertEquals(Outcome.FAILED, controller.sync(store.snapshot()), "an orphan on its way out is in the way");
        assertEquals(List.of(0, 1, 2), ordinals(), "the batches are 0, 1-2, 3-6");
        assertEquals(FakePod.ORPHAN, store.pods.existing(1).owner());
        store.pods.remove(1);
        assertEquals(Outcome.DONE, controller.sync(store.snapshot()));
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), ordinals());
    }

    @Test
    void aPodThatLooksReadyInAStaleCacheDoesNotStopTheUpdate() {
        startReady(3, "a");
        store.editSet(3, 0, "b");
        settle();
        store.pods.remove(2);
        settle();
        store.pods.run(2, true);
        var ready = store.snapshot();
        store.pods.run(2, false);
        controller.sync(ready);
        assertTrue(store.pods.existing(1).deleting());
    }

    @Test
    void itDeletesByNameWhateverPodHasItNow() {
        startReady(2, "a");
        store.editSet(1, 0, "a");
        var seen = store.snapshot();
        store.pods.remove(1);
        store.pods.create(1, "another", "web-x");
        controller.sync(seen);
        assertTrue(store.pods.existing(1).deleting());
    }

    @Test
    void aPodWithoutAMachineIsReplacedAtOnce() {
        var unscheduled = new FakeStore("web", Binding.BY_A_SCHEDULER);
        var its = new FakeStatefulSetController(unscheduled, StaleReads.REFUSED);
        unscheduled.createSet(1, 0, "a");
        its.sync(unscheduled.snapshot());
        unscheduled.editSet(1, 0, "b");
        its.sync(unscheduled.snapshot());
        assertEquals(List.of(), unscheduled.pods.list());
        its.sync(unscheduled.snapshot());
        assertEquals("web-b", unscheduled.pods.existing(0).revision());
        unscheduled.pods.bind(0);
        unscheduled.pods.delete(0);
        assertTrue(unscheduled.pods.existing(0).deleting());
    }

    @Test
    void unusedRevisionsGoOldestFirstAndOneThatAPodHasStays() {
        startReady(2, "a");
        store.editSet(2, 2, "b", 1);
        settle();
        store.editSet(2, 2, "c", 1);
        settle();
        assertEquals(List.of("a", "b", "c"), templates());
        store.editSet(2, 2, "d", 1);
        settle();
        assertEquals(List.of("a", "c", "d"), templates(), "a has pods");
    }

    @Test
    void atRestItWritesNothing() {
        startReady(5, "a");
        var version = store.version();
        assertEquals(Outcome.DONE, controller.sync(store.snapshot()));
        assertEquals(version, store.version());
        assertFalse(store.pods.list().isEmpty());
    }

    private void startReady(int replicas, String template) {
        store.createSet(replicas, 0, template);
        settle();
        store.pods.list().forEach(pod -> store.pods.run(pod.ordinal(), true));
        settle();
    }

    private void settle() {
        plane.settle(Instant.EPOCH);
    }

    private List<Integer> ordinals() {
        return store.pods.list().stream().map(FakePod::ordinal).toList();
    }

    private List<String> templates() {
        return store.revisions().stream().map(FakeRevision::template).toList();
    }
}
