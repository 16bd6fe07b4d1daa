package dev.fleetcell.operator.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The API server with what one cell has there: a StatefulSet, its ControllerRevisions, its {@link #pods}, one
 * PodDisruptionBudget over all of them. What differs from the real one:
 *
 * <ul>
 *   <li>Who reads here reads what was written last; who wants stale caches keeps a {@link Snapshot}.
 *   <li>No write conflicts by {@code resourceVersion}.
 *   <li>A StatefulSet can be deleted without its pods, not with them.
 *   <li>Volumes, {@code minReadySeconds}, {@code spec.ordinals} and other strategies are not there.
 * </ul>
 */
final class FakeStore {
    final FakePodStore pods;

    private final String name;
    private final VersionCounter versions = new VersionCounter();
    private final List<FakeRevision> revisions = new ArrayList<>();
    private @Nullable FakeStatefulSet set;
    private @Nullable FakeDisruptionBudget budget;
    private long setVersion;

    /**
     * An API server without any object.
     *
     * @param name what the StatefulSet will be called
     */
    FakeStore(String name, Binding binding) {
        this.name = name;
        this.pods = new FakePodStore(name, binding, versions);
    }

    /** The version of the last write; it does not change when nothing is written. */
    long version() {
        return versions.last();
    }

    /** What is there now. */
    Snapshot snapshot() {
        return new Snapshot(set, setVersion, pods.list(), pods.version());
    }

    /** The StatefulSet; null if there is none. */
    @Nullable
    FakeStatefulSet set() {
        return set;
    }

    /**
     * The StatefulSet.
     *
     * @throws IllegalStateException if there is none
     */
    FakeStatefulSet existingSet() {
        if (set == null) {
            throw new IllegalStateException("there is no StatefulSet " + name + ": create it first");
        }
        return set;
    }

    /**
     * Creates the StatefulSet.
     *
     * @throws IllegalStateException if there is one
     */
    void createSet(int replicas, int partition, String template) {
        if (set != null) {
            throw new IllegalStateException("StatefulSet " + name + " exists already: edit it");
        }
        write(new FakeStatefulSet(
                name,
                "uid-" + (versions.last() + 1),
                1,
                replicas,
                partition,
                template,
                FakeStatefulSet.DEFAULT_HISTORY_LIMIT,
                FakeStatefulSet.Status.NONE));
    }

    /** Writes the spec; an edit that changes nothing writes nothing. */
    void editSet(int replicas, int partition, String template) {
        editSet(replicas, partition, template, existingSet().historyLimit());
    }

    /** Writes the spec with its history limit; an edit that changes nothing writes nothing. */
    void editSet(int replicas, int partition, String template, int historyLimit) {
        var old = existingSet();
        if (old.replicas() != replicas
                || old.partition() != partition
                || old.historyLimit() != historyLimit
                || !old.template().equals(template)) {
            write(new FakeStatefulSet(
                    name, old.uid(), old.generation() + 1, replicas, partition, template, historyLimit, old.status()));
        }
    }

    /** Deletes the StatefulSet; its pods and ControllerRevisions stay ({@code kubectl delete --cascade=orphan}). */
    void orphan() {
        var gone = existingSet().uid();
        for (var pod : pods.list()) {
            if (pod.owner().equals(gone)) {
                pods.own(pod, FakePod.ORPHAN);
            }
        }
        set = null;
        setVersion = versions.next();
    }

    /** Writes the status; false if that StatefulSet is gone. */
    boolean writeStatus(String uid, FakeStatefulSet.Status status) {
        if (set == null || !set.uid().equals(uid)) {
            return false;
        }
        write(set.withStatus(status));
        return true;
    }

    /** The ControllerRevisions, oldest number first. */
    List<FakeRevision> revisions() {
        return List.copyOf(revisions);
    }

    /** Adds a revision, or gives one that is there its new number, which must be the highest. */
    void put(FakeRevision revision) {
        revisions.removeIf(r -> r.name().equals(revision.name()));
        revisions.add(revision);
        versions.next();
    }

    void remove(FakeRevision revision) {
        revisions.remove(revision);
        versions.next();
    }

    /** The PodDisruptionBudget; null if there is none. */
    @Nullable
    FakeDisruptionBudget budget() {
        return budget;
    }

    /** Creates or edits the PodDisruptionBudget; it allows nothing until the disruption controller has seen that. */
    void setBudget(int maxUnavailable) {
        var old = budget;
        if (old == null) {
            write(new FakeDisruptionBudget(1, maxUnavailable, FakeDisruptionBudget.Status.NONE));
        } else if (old.maxUnavailable() != maxUnavailable) {
            write(new FakeDisruptionBudget(old.generation() + 1, maxUnavailable, old.status()));
        }
    }

    void write(FakeDisruptionBudget newBudget) {
        budget = newBudget;
        versions.next();
    }

    private void write(FakeStatefulSet newSet) {
        set = newSet;
        setVersion = versions.next();
    }
}
