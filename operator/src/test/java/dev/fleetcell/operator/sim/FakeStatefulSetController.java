package dev.fleetcell.operator.sim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The StatefulSet controller of Kubernetes 1.36 with its default feature gates, for {@code Parallel} and {@code RollingUpdate}
 * with a partition. One {@link #sync}:
 *
 * <ol>
 *   <li>The template becomes the <em>update revision</em>: the revision of the same content if there is one (a rollback takes the
 *       old name), else a new one. The <em>current revision</em> is what status says; the update revision if that says nothing.
 *   <li>Orphans are adopted, unless they are being deleted.
 *   <li>Every missing ordinal is created: below the partition at the current revision, else at the update revision. Pods that have
 *       ended are deleted.
 *   <li>Pods at and above {@code replicas} are deleted, all at once.
 *   <li>One pod for the update: from the highest ordinal down to the partition, the first pod that is not of the update revision
 *       is deleted, Ready or not. It stops before that at a pod that is not Ready or is being deleted. What is below the partition
 *       does not matter to it.
 *   <li>Status. The current revision becomes the update revision in the sync that sees exactly {@code replicas} pods, all of them
 *       of the update revision, Ready and not being deleted. The partition does not matter to that, and 0 replicas without any
 *       pod are enough.
 *   <li>Revisions that nobody uses are deleted down to the history limit.
 * </ol>
 *
 * What differs: a status write that meets a newer spec always succeeds (the real one tries again with the newer one, a few
 * times), and its cache of revisions is never stale. A StatefulSet that is being deleted is gone at once.
 */
final class FakeStatefulSetController {
    private static final int LARGEST_BATCH = 500;

    private final FakeStore store;
    private final StaleReads staleReads;
    private final FakeHistory history;
    private long ownSetWrite;
    private long ownPodWrite;

    FakeStatefulSetController(FakeStore store, StaleReads staleReads) {
        this.store = store;
        this.staleReads = staleReads;
        this.history = new FakeHistory(store);
    }

    /** Whether it waits for its caches. */
    enum StaleReads {
        /** From 1.36: it does nothing until its caches have its own last creation, adoption and status. */
        REFUSED,
        /** Before 1.36. */
        ACCEPTED
    }

    /** How a sync ended. */
    enum Outcome {
        DONE,
        /** The caches lack own writes: nothing was done, it is tried again soon. */
        BEHIND,
        /** A creation failed, since there is a pod of that name that it does not see or may not adopt; it is tried again soon. */
        FAILED,
        /** There is no StatefulSet. */
        NO_SET
    }

    /** Runs once on what the caches show. Let it run again when the StatefulSet or a pod has changed. */
    Outcome sync(Snapshot seen) {
        var set = seen.set();
        if (set == null) {
            return Outcome.NO_SET;
        }
        if (staleReads == StaleReads.REFUSED && (seen.setVersion() < ownSetWrite || seen.podsVersion() < ownPodWrite)) {
            return Outcome.BEHIND;
        }
        var revisions = history.of(set);
        var pods = claim(set, seen.pods());
        var replicas = replicas(set, pods);
        var complete = createMissing(set, replicas, revisions);
        var updating = false;
        if (complete) {
            deleteCondemned(set, pods);
            updating = deleteForTheUpdate(set, replicas, revisions.update().name());
        }
        writeStatus(set, new PodCount(set, pods, revisions).status(updating));
        history.truncate(set, pods, revisions);
        return complete ? Outcome.DONE : Outcome.FAILED;
    }

    /** The pods that it controls, with the orphans that it could make its own. */
    private List<FakePod> claim(FakeStatefulSet set, List<FakePod> seen) {
        if (seen.stream().allMatch(pod -> pod.owner().equals(set.uid()))) {
            return seen;
        }
        return seen.stream()
                .filter(pod -> pod.owner().equals(set.uid())
                        || (pod.owner().equals(FakePod.ORPHAN) && !pod.deleting() && adopt(pod, set.uid())))
                .toList();
    }

    private boolean adopt(FakePod orphan, String owner) {
        if (!store.pods.own(orphan, owner)) {
            return false;
        }
        ownPodWrite = store.pods.version();
        return true;
    }

    /** The pods below {@code replicas}, at the index of their ordinal. */
    private static @Nullable FakePod[] replicas(FakeStatefulSet set, List<FakePod> pods) {
        var replicas = new @Nullable FakePod[set.replicas()];
        for (var pod : pods) {
            if (pod.ordinal() < replicas.length) {
                replicas[pod.ordinal()] = pod;
            }
        }
        return replicas;
    }

    /** In batches of 1, 2, 4, ...: one that fails lets its own batch finish, and nothing comes after it. */
    private boolean createMissing(FakeStatefulSet set, @Nullable FakePod[] replicas, FakeHistory.Revisions revisions) {
        var batch = 1;
        for (int first = 0; first < replicas.length; ) {
            var end = Math.min(replicas.length, first + batch);
            var failed = false;
            for (int ordinal = first; ordinal < end; ordinal++) {
                var pod = replicas[ordinal];
                if (pod == null) {
                    failed |= !create(set, ordinal, revisions);
                } else if (pod.phase().terminal() && !pod.deleting()) {
                    store.pods.delete(ordinal);
                }
            }
            if (failed) {
                return false;
            }
            first = end;
            batch = Math.min(2 * batch, LARGEST_BATCH);
        }
        return true;
    }

    private boolean create(FakeStatefulSet set, int ordinal, FakeHistory.Revisions revisions) {
        var revision = ordinal < set.partition() ? revisions.current() : revisions.update();
        if (!store.pods.create(ordinal, set.uid(), revision.name())) {
            return false;
        }
        ownPodWrite = store.pods.version();
        return true;
    }

    private void deleteCondemned(FakeStatefulSet set, List<FakePod> pods) {
        for (var pod : pods.reversed()) {
            if (pod.ordinal() >= set.replicas() && !pod.deleting()) {
                store.pods.delete(pod.ordinal());
            }
        }
    }

    private boolean deleteForTheUpdate(FakeStatefulSet set, @Nullable FakePod[] replicas, String updateRevision) {
        for (int ordinal = replicas.length - 1; ordinal >= set.partition(); ordinal--) {
            var pod = replicas[ordinal];
            if (pod == null || pod.deleting()) {
                return false;
            }
            if (!pod.revision().equals(updateRevision)) {
                // By name: whichever pod has it now.
                store.pods.delete(ordinal);
                return true;
            }
            if (!pod.ready()) {
                return false;
            }
        }
        return false;
    }

    private void writeStatus(FakeStatefulSet set, FakeStatefulSet.Status status) {
        if (!status.equals(set.status()) && store.writeStatus(set.uid(), status)) {
            ownSetWrite = store.version();
        }
    }
}
