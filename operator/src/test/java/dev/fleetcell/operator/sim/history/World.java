package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.Content;
import dev.fleetcell.operator.plan.Policy;
import dev.fleetcell.operator.sim.FakeCluster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The API server and all that ever stood in it. Every write goes through {@link #act}, which says whose it is, so that it is
 * known why a pod went.
 */
final class World {
    /** Time 0 of every history. */
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    /** Grace period of every pod. */
    static final long GRACE = 10_000;

    private static final long SECOND = 1000;

    final Agenda agenda;
    final FakeCluster cluster = new FakeCluster(Contents.SET);
    final Log<Cell> cells;
    final Log<Optional<Workload>> workloads = new Log<>(Optional.empty());
    final Log<List<Pod>> pods = new Log<>(List.of());
    final Log<FakeCluster.Look> looks;
    final Map<String, Life> lives = new HashMap<>();
    final List<Watcher> watchers = new ArrayList<>();

    private Content settled = new Content("", "");
    private long podsVersion;
    private boolean touched;

    /** Whose write it is. */
    enum Cause {
        OPERATOR,
        CONTROLLER,
        KUBELET,
        /** A person, a drain, a machine: what nobody asked the operator for. */
        TROUBLE
    }

    /** Is told of every write, in the order of registration. */
    interface Watcher {
        /**
         * Pods, the StatefulSet, or both were written.
         *
         * @param before the pods as they were
         */
        default void changed(Cause cause, List<Pod> before, Optional<Workload> workloadBefore) {}

        /** The cell was written. */
        default void cellChanged() {}
    }

    World(Agenda agenda, Policy spec) {
        this.agenda = agenda;
        cells = new Log<>(new Cell(1, 1, spec, Optional.empty()));
        looks = new Log<>(cluster.look());
    }

    Instant time() {
        return at(agenda.now());
    }

    static Instant at(long millis) {
        return BEGIN.plusMillis(millis);
    }

    /** A time as objects have it. */
    private static Instant stamp(long millis) {
        return at(millis - millis % SECOND);
    }

    Cell cell() {
        return cells.last();
    }

    Optional<Workload> workload() {
        return workloads.last();
    }

    List<Pod> pods() {
        return pods.last();
    }

    Optional<Pod> pod(int ordinal) {
        return pods().stream().filter(p -> p.ordinal() == ordinal).findFirst();
    }

    /** The pod of that uid if it is there. */
    Optional<Pod> pod(String uid) {
        return pods().stream().filter(p -> p.uid().equals(uid)).findFirst();
    }

    Life life(Pod pod) {
        var life = lives.get(pod.uid());
        if (life == null) {
            throw new IllegalStateException("no life of " + pod);
        }
        return life;
    }

    void write(Cell cell) {
        cells.add(agenda.now(), cell);
        watchers.forEach(Watcher::cellChanged);
    }

    /** Writes the StatefulSet with its annotations. */
    void apply(int replicas, int frontier, Content applied, Content newSettled) {
        act(Cause.OPERATOR, () -> {
            touched |= !settled.equals(newSettled);
            settled = newSettled;
            cluster.apply(replicas, frontier, Contents.text(applied));
        });
    }

    /** A pod's status shows something new. */
    void touch() {
        touched = true;
    }

    /** Does {@code what}, and tells of it what there is to tell. */
    void act(Cause cause, Runnable what) {
        var before = cluster.version();
        what.run();
        if (cluster.version() == before && !touched) {
            return;
        }
        var podsBefore = pods();
        var workloadBefore = workload();
        if (cluster.podsVersion() != podsVersion || touched) {
            podsVersion = cluster.podsVersion();
            readPods();
        }
        var workloadNow = cluster.set().map(core -> new Workload(core, settled));
        if (!workloadNow.equals(workloadBefore)) {
            workloads.add(agenda.now(), workloadNow);
        }
        touched = false;
        looks.add(agenda.now(), cluster.look());
        watchers.forEach(w -> w.changed(cause, podsBefore, workloadBefore));
    }

    /** Looks at the pods anew, after a life has changed by what it was told just now. */
    private void readPods() {
        var now = new ArrayList<Pod>();
        for (var core : cluster.pods()) {
            var life = lives.computeIfAbsent(core.uid(), uid -> birth(core));
            if (core.ready() != (life.readySince != Life.NEVER)) {
                life.readySince = core.ready() ? agenda.now() : Life.NEVER;
            }
            now.add(new Pod(
                    core,
                    life.readySince == Life.NEVER ? Optional.empty() : Optional.of(stamp(life.readySince)),
                    life.shows(),
                    life.restarts));
        }
        pods.add(agenda.now(), List.copyOf(now));
    }

    private Midwife midwife = core -> new Life(core.uid(), core.ordinal(), 0, Life.Fate.WELL, 0);

    /** Says how a pod that was just created will fare. */
    interface Midwife {
        Life life(FakeCluster.Pod core);
    }

    void setMidwife(Midwife newMidwife) {
        midwife = newMidwife;
    }

    private Life birth(FakeCluster.Pod core) {
        return midwife.life(core);
    }
}
