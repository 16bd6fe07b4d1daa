package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.sim.FakeCluster;
import dev.fleetcell.operator.sim.history.Life.Fate;
import dev.fleetcell.operator.sim.history.World.Cause;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The machines of the cluster and what runs on them: pods start, warm up on the metadata store, which serves a few at a time,
 * become Ready, end. A machine that is lost takes its pods with it: the node controller says so after 40 s and deletes them
 * after five minutes, and they do not go before the machine is back or somebody removes them by force.
 */
final class Kubelets implements World.Watcher {
    private static final long SILENT_AFTER = 40_000;
    private static final long DELETED_AFTER = 340_000;
    private static final int MOST_RESTARTS = 4;

    private final World world;
    private final Agenda agenda;
    private final Dice dice;
    private final long[] lostSince;
    private final long[] storeFree;
    private final int[] warmMillis;
    private final Map<String, Fate> badTemplates = new HashMap<>();
    private final Map<String, Double> badStamps = new HashMap<>();
    private boolean storeDown;
    private long storeAnswered;
    private boolean fateIsKind;

    /**
     * Machines without pods.
     *
     * @param storeSlots nodes that the metadata store serves at once
     * @param warmMillis least and most time for which it is busy with one
     */
    Kubelets(World world, Dice dice, int machines, int storeSlots, int[] warmMillis) {
        this.world = world;
        this.agenda = world.agenda;
        this.dice = dice;
        this.lostSince = new long[machines];
        Arrays.fill(lostSince, Life.NEVER);
        this.storeFree = new long[storeSlots];
        this.warmMillis = warmMillis.clone();
        world.setMidwife(this::birth);
    }

    /** Pods of that template will fare so. */
    void template(String digest, Fate fate) {
        badTemplates.put(digest, fate);
    }

    /** That part of the pods with the stamp will never be Ready. */
    void stamp(String stamp, double failing) {
        badStamps.put(stamp, failing);
    }

    /** From now on no pod of a good template fails by chance. */
    void beKind() {
        fateIsKind = true;
    }

    boolean isGood(String template) {
        return badTemplates.getOrDefault(template, Fate.WELL) == Fate.WELL;
    }

    boolean storeIsDown() {
        return storeDown;
    }

    void setStoreDown(boolean down) {
        storeDown = down;
        storeAnswered = agenda.now();
    }

    /** When nodes had the last answer of the store, in milliseconds since the history began. */
    long storeAnswered() {
        return storeDown ? storeAnswered : agenda.now();
    }

    boolean isLost(Pod pod) {
        return isLost(world.life(pod).machine);
    }

    private boolean isLost(int machine) {
        return lostSince[machine] != Life.NEVER;
    }

    /** Since when the machine has not spoken, in milliseconds since the history began; {@link Life#NEVER} while it speaks. */
    long silentSince(int machine) {
        return lostSince[machine];
    }

    List<Integer> lostMachines() {
        return IntStream.range(0, lostSince.length).filter(this::isLost).boxed().toList();
    }

    List<Pod> podsOn(int machine) {
        return world.pods().stream()
                .filter(p -> world.life(p).machine == machine)
                .toList();
    }

    int machines() {
        return lostSince.length;
    }

    private Life birth(FakeCluster.Pod core) {
        var content = Contents.ofRevision(core.revision());
        var template = Contents.read(content).template();
        var stamp = Contents.read(content).stamp();
        var fate = badTemplates.getOrDefault(template, Fate.WELL);
        if (fate == Fate.WELL && !fateIsKind && dice.chance(badStamps.getOrDefault(stamp, 0.0))) {
            fate = Fate.NEVER_READY;
        }
        return new Life(core.uid(), core.ordinal(), agenda.now(), fate, machine());
    }

    private int machine() {
        var alive = IntStream.range(0, lostSince.length)
                .filter(i -> !isLost(i))
                .boxed()
                .toList();
        return alive.isEmpty() ? 0 : dice.pick(alive);
    }

    @Override
    public void changed(Cause cause, List<Pod> before, Optional<Workload> workloadBefore) {
        var old = new HashSet<String>();
        var marked = new HashSet<String>();
        for (var pod : before) {
            old.add(pod.uid());
            if (pod.core().deleting()) {
                marked.add(pod.uid());
            }
        }
        for (var pod : world.pods()) {
            if (!old.contains(pod.uid())) {
                agenda.in(dice.between(200, 3000), () -> start(pod.uid()));
            }
            if (pod.core().deleting() && !marked.contains(pod.uid())) {
                agenda.in(dice.between(20, (int) World.GRACE), () -> end(pod.uid()));
            }
        }
        forgetOld();
    }

    private void forgetOld() {
        if (world.lives.size() > 2 * world.pods().size() + 64) {
            Set<String> there = new HashSet<>();
            world.pods().forEach(p -> there.add(p.uid()));
            world.lives.keySet().retainAll(there);
        }
    }

    /** Does something with a pod that is still there and whose machine is alive. */
    private void tend(String uid, Consumer<Pod> what) {
        world.pod(uid).filter(p -> !isLost(p) && !p.core().ended()).ifPresent(what);
    }

    private void start(String uid) {
        tend(uid, pod -> {
            var life = world.life(pod);
            if (pod.core().deleting()) {
                return;
            }
            if (life.fate == Fate.CANNOT_START) {
                world.act(Cause.KUBELET, world::touch);
                return;
            }
            world.act(Cause.KUBELET, () -> world.cluster.run(pod.ordinal(), false));
            switch (life.fate) {
                case WELL -> agenda.in(warmUp(), () -> becomeReady(uid));
                case CRASHES -> agenda.in(2000, () -> crash(uid));
                case NEVER_READY, CANNOT_START -> {}
            }
        });
    }

    /** The store serves a few at a time. */
    private long warmUp() {
        var first = 0;
        for (var i = 1; i < storeFree.length; i++) {
            first = storeFree[i] < storeFree[first] ? i : first;
        }
        var served = Math.max(agenda.now(), storeFree[first]) + dice.between(warmMillis[0], warmMillis[1]);
        storeFree[first] = served;
        return served - agenda.now();
    }

    private void becomeReady(String uid) {
        tend(uid, pod -> {
            if (pod.core().deleting() || pod.core().ready() || world.life(pod).crashing) {
                return;
            }
            if (storeDown) {
                agenda.in(5000, () -> becomeReady(uid));
                return;
            }
            world.act(Cause.KUBELET, () -> world.cluster.run(pod.ordinal(), true));
        });
    }

    private void crash(String uid) {
        tend(uid, pod -> {
            var life = world.life(pod);
            life.crashing = true;
            life.restarts++;
            world.act(Cause.KUBELET, world::touch);
            if (life.restarts < MOST_RESTARTS) {
                agenda.in(10_000L << life.restarts, () -> crash(uid));
            }
        });
    }

    /** Its container ends once and starts again. */
    void restart(Pod pod) {
        if (isLost(pod) || pod.core().pending() || pod.core().ended()) {
            return;
        }
        world.act(Cause.TROUBLE, () -> {
            world.life(pod).restarts++;
            world.touch();
            world.cluster.run(pod.ordinal(), false);
        });
        if (world.life(pod).fate == Fate.WELL) {
            agenda.in(500 + warmUp(), () -> becomeReady(pod.uid()));
        }
    }

    private void end(String uid) {
        tend(uid, pod -> world.act(Cause.KUBELET, () -> world.cluster.remove(pod.ordinal())));
    }

    /** A machine is lost; never the last one. */
    void lose(int machine) {
        if (isLost(machine) || lostMachines().size() == lostSince.length - 1) {
            return;
        }
        lostSince[machine] = agenda.now();
        agenda.in(SILENT_AFTER, () -> silence(machine));
        agenda.in(DELETED_AFTER, () -> deleteFrom(machine));
    }

    private void silence(int machine) {
        if (isLost(machine)) {
            for (var pod : podsOn(machine)) {
                world.act(Cause.TROUBLE, () -> {
                    if (pod.core().ready()) {
                        world.life(pod).silent = true;
                        world.touch();
                        world.cluster.run(pod.ordinal(), false);
                    }
                });
            }
        }
    }

    private void deleteFrom(int machine) {
        if (isLost(machine)) {
            podsOn(machine).forEach(p -> world.act(Cause.TROUBLE, () -> world.cluster.delete(p.ordinal())));
        }
    }

    /** A machine comes back with all that ran on it. */
    void comeBack(int machine) {
        lostSince[machine] = Life.NEVER;
        for (var pod : podsOn(machine)) {
            var life = world.life(pod);
            life.silent = false;
            if (pod.core().deleting()) {
                agenda.in(dice.between(100, 2000), () -> end(pod.uid()));
            } else if (pod.core().pending()) {
                agenda.in(dice.between(200, 3000), () -> start(pod.uid()));
            } else if (life.fate == Fate.WELL) {
                world.act(Cause.KUBELET, world::touch);
                agenda.in(dice.between(200, 3000), () -> becomeReady(pod.uid()));
            }
        }
    }

    /** Somebody removes a pod that hangs. */
    void removeByForce(Pod pod) {
        world.act(Cause.TROUBLE, () -> world.cluster.remove(pod.ordinal()));
    }

    @Override
    public String toString() {
        return "lost machines " + lostMachines();
    }
}
