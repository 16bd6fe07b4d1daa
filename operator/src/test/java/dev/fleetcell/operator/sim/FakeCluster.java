package dev.fleetcell.operator.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fakes of this package as one cluster, for histories that are played in another package: the API server with one
 * StatefulSet, its controller, the disruption controller and the eviction API.
 */
public final class FakeCluster {
    private final FakeStore store;
    private final FakeStatefulSetController controller;
    private final FakeDisruptionController disruption;
    private final FakeEvictions evictions;

    /** A cluster without any object; pods have a machine from birth on. */
    public FakeCluster(String setName) {
        store = new FakeStore(setName, Binding.AT_BIRTH);
        controller = new FakeStatefulSetController(store, FakeStatefulSetController.StaleReads.REFUSED);
        disruption = new FakeDisruptionController(store);
        evictions = new FakeEvictions(store);
    }

    /**
     * A pod.
     *
     * @param pending its containers have not started
     * @param ended Failed or Succeeded
     */
    public record Pod(
            String name,
            int ordinal,
            String uid,
            String revision,
            boolean pending,
            boolean ended,
            boolean ready,
            boolean deleting) {}

    /** A StatefulSet; current and update revision are empty until the controller has seen it. */
    public record Set(
            long generation,
            int replicas,
            int partition,
            String template,
            long observedGeneration,
            String currentRevision,
            String updateRevision) {}

    /** What caches show that were filled at one moment. */
    public static final class Look {
        private final Snapshot snapshot;

        private Look(Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        /** The StatefulSet of this moment with the pods of another one. */
        public Look withPodsOf(Look other) {
            return new Look(snapshot.withPodsOf(other.snapshot));
        }
    }

    /** Counts writes. */
    public long version() {
        return store.version();
    }

    /** When a pod was written last. */
    public long podsVersion() {
        return store.pods.version();
    }

    public Look look() {
        return new Look(store.snapshot());
    }

    public Optional<Set> set() {
        var set = store.set();
        return set == null
                ? Optional.empty()
                : Optional.of(new Set(
                        set.generation(),
                        set.replicas(),
                        set.partition(),
                        set.template(),
                        set.status().observedGeneration(),
                        set.status().currentRevision(),
                        set.status().updateRevision()));
    }

    /** All pods, by ordinal. */
    public List<Pod> pods() {
        var pods = new ArrayList<Pod>();
        store.pods.list().forEach(p -> pods.add(pod(p)));
        return pods;
    }

    private static Pod pod(FakePod p) {
        return new Pod(
                p.name(),
                p.ordinal(),
                p.uid(),
                p.revision(),
                p.phase() == PodPhase.PENDING,
                p.phase().terminal(),
                p.ready(),
                p.deleting());
    }

    /** Creates the StatefulSet, or writes its spec. */
    public void apply(int replicas, int partition, String template) {
        if (store.set() == null) {
            store.createSet(replicas, partition, template);
        } else {
            store.editSet(replicas, partition, template);
        }
    }

    /** Deletes the StatefulSet and leaves its pods. */
    public void orphan() {
        store.orphan();
    }

    /** The StatefulSet controller runs once; whether it has to run again soon. */
    public boolean syncSet(Look seen) {
        return switch (controller.sync(seen.snapshot)) {
            case DONE, NO_SET -> false;
            case BEHIND, FAILED -> true;
        };
    }

    /** The disruption controller runs once. */
    public void syncBudget(Look seen, Instant now) {
        disruption.sync(seen.snapshot, now);
    }

    public void setBudget(int maxUnavailable) {
        store.setBudget(maxUnavailable);
    }

    /** {@code disruptionsAllowed} in the budget's status; 0 without a budget, and while its controller has not seen it. */
    public int disruptionsAllowed() {
        var budget = store.budget();
        return budget == null || budget.status().observedGeneration() < budget.generation()
                ? 0
                : budget.status().disruptionsAllowed();
    }

    /** The budget in words. */
    public String budget() {
        return String.valueOf(store.budget());
    }

    /** The eviction API's answer, as an HTTP code. */
    public int evict(String pod, @Nullable String uid, boolean dryRun, Instant now) {
        return (dryRun ? evictions.dryRun(pod, uid, now) : evictions.evict(pod, uid, now)).code;
    }

    /** Somebody deletes the pod. */
    public void delete(int ordinal) {
        store.pods.delete(ordinal);
    }

    /** The kubelet says that the containers run. */
    public void run(int ordinal, boolean ready) {
        store.pods.run(ordinal, ready);
    }

    /** The kubelet says that the pod has failed for good. */
    public void fail(int ordinal) {
        store.pods.end(ordinal, PodPhase.FAILED);
    }

    /** The pod is gone. */
    public void remove(int ordinal) {
        store.pods.remove(ordinal);
    }
}
