package dev.fleetcell.operator.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.operator.sim.FakeStatefulSetController.StaleReads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However late the controller's caches are, it ends where one with fresh caches does; and a seed is a history. */
class StaleHistoriesTest {
    private static final int HISTORIES = 2000;
    private static final int STEPS = 60;

    @ParameterizedTest
    @EnumSource(StaleReads.class)
    void lateCachesEndInTheSameOrder(StaleReads staleReads) {
        for (var seed = 0; seed < HISTORIES; seed++) {
            var store = play(seed, staleReads);
            var set = store.existingSet();
            var told = "seed " + seed + ": " + set + " " + store.pods.list();
            for (var ordinal = 0; ordinal < set.replicas(); ordinal++) {
                var pod = store.pods.existing(ordinal);
                assertTrue(!pod.deleting() && pod.ready(), told);
                assertTrue(ordinal < set.partition() || pod.revision().equals("web-" + set.template()), told);
            }
            assertEquals(set.replicas(), store.pods.list().size(), told);
            assertEquals(set.replicas(), set.status().readyReplicas(), told);
            assertEquals(set.generation(), set.status().observedGeneration(), told);
        }
    }

    @Test
    void aSeedIsAHistory() {
        for (var seed = 0; seed < 100; seed++) {
            assertEquals(
                    play(seed, StaleReads.REFUSED).snapshot(),
                    play(seed, StaleReads.REFUSED).snapshot());
        }
    }

    private static FakeStore play(long seed, StaleReads staleReads) {
        var random = new Random(seed);
        var plane = new FakeControlPlane("web", Binding.AT_BIRTH, staleReads);
        var store = plane.store;
        var set = new LateCache(random);
        var pods = new LateCache(random);
        store.createSet(random.nextInt(8), random.nextInt(8), "a");
        for (var step = 0; step < STEPS; step++) {
            switch (random.nextInt(4)) {
                case 0 -> edit(store, random);
                case 1 -> kubelet(store, random);
                default -> {
                    set.put(store.snapshot());
                    pods.put(store.snapshot());
                    plane.statefulSets.sync(set.get().withPodsOf(pods.get()));
                }
            }
        }
        finish(plane);
        return store;
    }

    private static void edit(FakeStore store, Random random) {
        var old = store.existingSet();
        switch (random.nextInt(3)) {
            case 0 -> store.editSet(random.nextInt(8), old.partition(), old.template());
            case 1 -> store.editSet(old.replicas(), random.nextInt(9), old.template());
            default ->
                store.editSet(
                        old.replicas(), old.partition(), List.of("a", "b", "c").get(random.nextInt(3)));
        }
    }

    private static void kubelet(FakeStore store, Random random) {
        var all = store.pods.list();
        if (all.isEmpty()) {
            return;
        }
        var pod = all.get(random.nextInt(all.size()));
        if (pod.deleting()) {
            store.pods.remove(pod.ordinal());
        } else if (random.nextInt(10) == 0) {
            store.pods.end(pod.ordinal(), PodPhase.FAILED);
        } else if (!pod.phase().terminal()) {
            store.pods.run(pod.ordinal(), random.nextInt(4) > 0);
        }
    }

    /** Everything catches up, and every pod becomes Ready. */
    private static void finish(FakeControlPlane plane) {
        long before;
        do {
            before = plane.store.version();
            plane.settle(Instant.EPOCH);
            for (var pod : plane.store.pods.list()) {
                if (pod.deleting()) {
                    plane.store.pods.remove(pod.ordinal());
                } else if (!pod.ready()) {
                    plane.store.pods.run(pod.ordinal(), true);
                }
            }
        } while (plane.store.version() != before);
    }

    /** An informer: shows moments in order, some of them late. */
    private static final class LateCache {
        private final Random random;
        private final List<Snapshot> coming = new ArrayList<>();

        LateCache(Random random) {
            this.random = random;
        }

        void put(Snapshot newest) {
            coming.add(newest);
        }

        Snapshot get() {
            coming.subList(0, random.nextInt(coming.size())).clear();
            return coming.getFirst();
        }
    }
}
