package dev.fleetcell.operator.sim;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The pods of one StatefulSet in the API server. Names and ordinals stand for each other; a uid is used once.
 *
 * <p>A pod that is deleted is marked and stays until its kubelet says that it is gone ({@link #remove}); one without a machine
 * and one that has ended go at once.
 */
final class FakePodStore {
    private static final int FIRST_CAPACITY = 16;

    private final String setName;
    private final Binding binding;
    private final VersionCounter versions;
    private @Nullable FakePod[] byOrdinal = new @Nullable FakePod[FIRST_CAPACITY];
    private @Nullable List<FakePod> list = List.of();
    private long version;

    FakePodStore(String setName, Binding binding, VersionCounter versions) {
        this.setName = setName;
        this.binding = binding;
        this.versions = versions;
    }

    /** The version of the last write of a pod. */
    long version() {
        return version;
    }

    /** All pods, by ordinal. The list does not change when pods do. */
    List<FakePod> list() {
        var known = list;
        if (known == null) {
            known = Arrays.stream(byOrdinal)
                    .filter(Objects::nonNull)
                    .<FakePod>map(pod -> pod)
                    .toList();
            list = known;
        }
        return known;
    }

    /** The pod of that ordinal; null if there is none. */
    @Nullable
    FakePod get(int ordinal) {
        return ordinal < byOrdinal.length ? byOrdinal[ordinal] : null;
    }

    /** The pod of that name; null if there is none. */
    @Nullable
    FakePod get(String name) {
        for (var pod : list()) {
            if (pod.name().equals(name)) {
                return pod;
            }
        }
        return null;
    }

    /**
     * The pod of that ordinal.
     *
     * @throws IllegalStateException if there is none
     */
    FakePod existing(int ordinal) {
        var pod = get(ordinal);
        if (pod == null) {
            throw new IllegalStateException("there is no pod " + name(ordinal));
        }
        return pod;
    }

    /** Creates a Pending pod; false if there is one of that name (409 AlreadyExists). */
    boolean create(int ordinal, String owner, String revision) {
        if (get(ordinal) != null) {
            return false;
        }
        if (ordinal >= byOrdinal.length) {
            byOrdinal = Arrays.copyOf(byOrdinal, Math.max(ordinal + 1, 2 * byOrdinal.length));
        }
        var uid = "uid-" + (versions.last() + 1);
        var bound = binding == Binding.AT_BIRTH;
        write(
                ordinal,
                new FakePod(name(ordinal), ordinal, uid, owner, revision, PodPhase.PENDING, false, bound, false));
        return true;
    }

    /** Makes a StatefulSet the controller of that pod, or of none; false if the pod of that uid is gone. */
    boolean own(FakePod pod, String owner) {
        var now = get(pod.ordinal());
        if (now == null || !now.uid().equals(pod.uid())) {
            return false;
        }
        write(pod.ordinal(), now.ownedBy(owner));
        return true;
    }

    /** Deletes whichever pod has that name now; one that is gone or marked already is left as it is. */
    void delete(int ordinal) {
        var pod = get(ordinal);
        if (pod == null || pod.deleting()) {
            return;
        }
        write(ordinal, pod.bound() && !pod.phase().terminal() ? pod.onItsWayOut() : null);
    }

    /** A scheduler gives the pod a machine. */
    void bind(int ordinal) {
        write(ordinal, existing(ordinal).onAMachine());
    }

    /**
     * The kubelet says that the containers run, and whether the pod is Ready.
     *
     * @throws IllegalStateException if the pod has no machine, or has ended
     */
    void run(int ordinal, boolean ready) {
        var pod = existing(ordinal);
        if (!pod.bound() || pod.phase().terminal()) {
            throw new IllegalStateException("cannot run without a machine or after its end: " + pod);
        }
        write(ordinal, pod.withStatus(PodPhase.RUNNING, ready));
    }

    /** The kubelet says that the pod has ended for good: {@link PodPhase#SUCCEEDED} or {@link PodPhase#FAILED}. */
    void end(int ordinal, PodPhase terminal) {
        if (!terminal.terminal()) {
            throw new IllegalArgumentException(terminal + " is no end: use SUCCEEDED or FAILED");
        }
        write(ordinal, existing(ordinal).withStatus(terminal, false));
    }

    /** The pod is gone: its kubelet has stopped it, or somebody deleted it by force. */
    void remove(int ordinal) {
        existing(ordinal);
        write(ordinal, null);
    }

    private String name(int ordinal) {
        return setName + "-" + ordinal;
    }

    private void write(int ordinal, @Nullable FakePod pod) {
        byOrdinal[ordinal] = pod;
        list = null;
        version = versions.next();
    }
}
