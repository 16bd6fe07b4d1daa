package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.sim.history.World.Cause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why each ordinal has no Ready node: who took the one that was there. */
final class Places implements World.Watcher {
    private static final long WARMING = 120_000;

    private final World world;
    private final Kubelets kubelets;
    private Why[] why = new Why[16];
    private final List<Pod> takenByController = new ArrayList<>();
    private final Map<String, Boolean> known = new HashMap<>();
    private int troubles;

    /** Why an ordinal has no Ready node. */
    enum Why {
        /** It has one, or none is wanted. */
        WELL,
        /** Its node was just added. */
        NEW,
        /** We, or the controller because of us, took a Ready node for a change. */
        OURS,
        /** Somebody or something else. */
        TROUBLE
    }

    Places(World world, Kubelets kubelets) {
        this.world = world;
        this.kubelets = kubelets;
        Arrays.fill(why, Why.WELL);
    }

    /**
     * Ordinals that are without a Ready node for our changes; without those that have been broken by an older change for a
     * while, which wait for the present one as their cure.
     */
    int ours() {
        var update = world.workload().map(w -> w.core().template()).orElse("");
        var count = 0;
        for (var w : why) {
            count += w == Why.OURS ? 1 : 0;
        }
        for (var pod : world.pods()) {
            if (why(pod.ordinal()) == Why.OURS && waitsForCure(pod, update)) {
                count--;
            }
        }
        return count;
    }

    /** Whether it took the place of a node that others took. */
    boolean replacesLostOne(Pod pod) {
        return known.getOrDefault(pod.uid(), false);
    }

    private boolean waitsForCure(Pod pod, String update) {
        return !pod.ready()
                && !pod.core().deleting()
                && !pod.content().equals(update)
                && (pod.shows().isPresent() || world.life(pod).born + WARMING <= world.agenda.now());
    }

    /** Ready nodes that others took, ever. */
    int troubles() {
        return troubles;
    }

    Why why(int ordinal) {
        return ordinal < why.length ? why[ordinal] : Why.WELL;
    }

    /** Pods that the controller deleted for the update in the last write. */
    List<Pod> takenByController() {
        return takenByController;
    }

    @Override
    public void changed(Cause cause, List<Pod> before, Optional<Workload> workloadBefore) {
        takenByController.clear();
        var replicas = world.workload().map(w -> w.core().replicas()).orElse(0);
        var replicasBefore = workloadBefore.map(w -> w.core().replicas()).orElse(0);
        var after = new HashMap<String, Pod>();
        world.pods().forEach(p -> after.put(p.uid(), p));
        for (var was : before) {
            compare(cause, was, after.get(was.uid()), replicas);
        }
        for (var pod : world.pods()) {
            if (!known.containsKey(pod.uid())) {
                known.put(pod.uid(), why(pod.ordinal()) == Why.TROUBLE);
            }
            if (pod.ready()) {
                set(pod.ordinal(), Why.WELL);
            } else if (kubelets.isLost(pod)) {
                set(pod.ordinal(), Why.TROUBLE);
            }
        }
        for (var i = replicasBefore; i < replicas; i++) {
            set(i, Why.NEW);
        }
        for (var i = replicas; i < replicasBefore; i++) {
            set(i, Why.WELL);
        }
    }

    private void compare(Cause cause, Pod was, @org.jspecify.annotations.Nullable Pod is, int replicas) {
        if (was.ordinal() >= replicas) {
            return;
        }
        var goes = !was.core().deleting() && (is == null || is.core().deleting());
        if (goes && cause == Cause.CONTROLLER && !was.core().ended()) {
            takenByController.add(was);
        }
        var byUs = cause == Cause.OPERATOR || cause == Cause.CONTROLLER;
        if (was.ready() && (is == null || !is.ready())) {
            troubles += byUs ? 0 : 1;
            set(was.ordinal(), byUs ? Why.OURS : Why.TROUBLE);
        } else if (cause == Cause.TROUBLE && (goes || is == null || !was.equals(is))) {
            set(was.ordinal(), Why.TROUBLE);
        }
    }

    private void set(int ordinal, Why newWhy) {
        if (ordinal >= why.length) {
            var longer = Arrays.copyOf(why, 2 * ordinal);
            Arrays.fill(longer, why.length, longer.length, Why.WELL);
            why = longer;
        }
        why[ordinal] = newWhy;
    }
}
