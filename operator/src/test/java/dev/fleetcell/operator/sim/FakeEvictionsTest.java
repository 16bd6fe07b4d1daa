package dev.fleetcell.operator.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.operator.sim.FakeEvictions.Answer;
import dev.fleetcell.operator.sim.FakeStatefulSetController.StaleReads;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The eviction API and the disruption controller where a recorded sequence does not reach: time, and who sees what when. */
class FakeEvictionsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final FakeControlPlane plane = new FakeControlPlane("web", Binding.BY_A_SCHEDULER, StaleReads.REFUSED);
    private final FakeStore store = plane.store;
    private final FakeStatefulSetController controller = plane.statefulSets;
    private final FakeDisruptionController disruption = plane.disruption;
    private final FakeEvictions evictions = plane.evictions;

    FakeEvictionsTest() {
        store.createSet(3, 0, "a");
        controller.sync(store.snapshot());
    }

    @Test
    void thereIsNoSuchPod() {
        assertEquals(Answer.NOT_FOUND, evictions.evict("web-7", null, NOW));
    }

    @Test
    void aPodWithoutAMachineIsGoneAtOnceWhateverTheBudgetSays() {
        store.setBudget(0);
        assertEquals(Answer.CONFLICT, evictions.evict("web-0", "another", NOW));
        assertEquals(
                Answer.EVICTED, evictions.evict("web-0", store.pods.existing(0).uid(), NOW));
        assertNull(store.pods.get(0));
    }

    @Test
    void withoutABudgetEveryPodMayGo() {
        allReady();
        assertEquals(Answer.EVICTED, evictions.evict("web-0", null, NOW));
        assertEquals(Answer.EVICTED, evictions.evict("web-1", null, NOW));
    }

    @Test
    void aBudgetAllowsNothingBeforeItsControllerHasSeenIt() {
        allReady();
        store.setBudget(3);
        assertEquals(Answer.TOO_MANY_REQUESTS, evictions.evict("web-0", null, NOW));
        disruption.sync(store.snapshot(), NOW);
        assertEquals(Answer.EVICTED, evictions.evict("web-0", null, NOW));
        store.setBudget(2);
        assertEquals(Answer.TOO_MANY_REQUESTS, evictions.evict("web-1", null, NOW));
    }

    @Test
    void everyEvictionTakesOneUntilTheControllerCountsAgain() {
        allReady();
        store.setBudget(2);
        disruption.sync(store.snapshot(), NOW);
        var before = store.snapshot();
        assertEquals(Answer.EVICTED, evictions.evict("web-0", null, NOW));
        assertEquals(1, allowed());
        disruption.sync(before, NOW);
        assertEquals(1, allowed(), "its cache shows web-0 as it was, the budget says that it was let go");
        assertEquals(Answer.EVICTED, evictions.evict("web-1", null, NOW));
        assertEquals(Answer.TOO_MANY_REQUESTS, evictions.evict("web-2", null, NOW));
    }

    @Test
    void anotherUidCostsBudgetForTwoMinutes() {
        allReady();
        store.setBudget(1);
        disruption.sync(store.snapshot(), NOW);
        assertEquals(Answer.CONFLICT, evictions.evict("web-0", "another", NOW));
        disruption.sync(store.snapshot(), NOW);
        assertEquals(Answer.TOO_MANY_REQUESTS, evictions.evict("web-0", null, NOW));
        disruption.sync(store.snapshot(), NOW.plus(FakeDisruptionController.DELETION_TIMEOUT));
        assertEquals(Map.of(), budget().status().disruptedPods());
        assertEquals(Answer.EVICTED, evictions.evict("web-0", null, NOW));
    }

    @Test
    void theNextPodOfANameCountsAsLetGoWhenNobodySawTheFirstOneGo() {
        allReady();
        store.setBudget(1);
        disruption.sync(store.snapshot(), NOW);
        evictions.evict("web-0", null, NOW);
        store.pods.remove(0);
        controller.sync(store.snapshot());
        store.pods.bind(0);
        store.pods.run(0, true);
        disruption.sync(store.snapshot(), NOW.plusSeconds(60));
        assertEquals(2, budget().status().currentHealthy());
        disruption.sync(store.snapshot(), NOW.plusSeconds(120));
        assertEquals(3, budget().status().currentHealthy());
    }

    /** Who moves the frontier below Ready pods and evicts them then, competes with a controller that asks no budget. */
    @Test
    void aDeletionOfTheStatefulSetControllerIsNotInTheBudgetUntilItIsCounted() {
        store.editSet(3, 3, "a");
        controller.sync(store.snapshot());
        allReady();
        store.setBudget(1);
        disruption.sync(store.snapshot(), NOW);
        store.editSet(3, 1, "b");
        controller.sync(store.snapshot());
        assertTrue(store.pods.existing(2).deleting());
        assertEquals(Answer.EVICTED, evictions.evict("web-2", null, NOW), "on its way already, so it costs nothing");
        assertEquals(Answer.EVICTED, evictions.evict("web-1", null, NOW), "and one may go: two are away");
    }

    private void allReady() {
        store.pods.list().forEach(pod -> {
            store.pods.bind(pod.ordinal());
            store.pods.run(pod.ordinal(), true);
        });
    }

    private FakeDisruptionBudget budget() {
        return Objects.requireNonNull(store.budget());
    }

    private int allowed() {
        return budget().status().disruptionsAllowed();
    }
}
