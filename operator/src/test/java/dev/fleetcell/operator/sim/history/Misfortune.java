package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.sim.history.World.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happens to the cluster: drains, deleted pods, crashes, lost machines, a store that is down. */
final class Misfortune {
    private static final long DRAIN_AGAIN = 5000;
    private static final int DRAIN_TRIES = 20;

    private final World world;
    private final Kubelets kubelets;
    private final Controllers controllers;
    private final Scenario scenario;
    private final Dice dice;
    private final Trace trace;
    private boolean over;

    Misfortune(World world, Kubelets kubelets, Controllers controllers, Scenario scenario, Dice dice, Trace trace) {
        this.world = world;
        this.kubelets = kubelets;
        this.controllers = controllers;
        this.scenario = scenario;
        this.dice = dice;
        this.trace = trace;
    }

    /** One act, by chance. */
    void act() {
        var acts = new ArrayList<Runnable>();
        if (scenario.misfortune()) {
            acts.addAll(List.of(this::drain, this::deletePod, this::failPod, this::crash, this::storeDown));
        }
        if (scenario.machines()) {
            acts.addAll(List.of(this::loseMachine, this::machineComesBack, this::loseMachine));
        }
        if (!acts.isEmpty()) {
            dice.pick(acts).run();
        }
    }

    private Optional<Pod> anyPod() {
        return world.pods().isEmpty() ? Optional.empty() : Optional.of(dice.pick(world.pods()));
    }

    private void drain() {
        var machine = dice.between(0, kubelets.machines() - 1);
        trace.say(() -> "CLUSTER drains machine " + machine);
        drain(machine, DRAIN_TRIES);
    }

    private void drain(int machine, int tries) {
        if (over || tries == 0) {
            return;
        }
        for (var pod : kubelets.podsOn(machine)) {
            if (!pod.core().deleting()) {
                world.act(Cause.TROUBLE, () -> world.cluster.evict(pod.core().name(), pod.uid(), false, world.time()));
                controllers.lookAtBudgetLater();
            }
        }
        world.agenda.in(DRAIN_AGAIN, () -> drain(machine, tries - 1));
    }

    private void deletePod() {
        anyPod().ifPresent(pod -> {
            trace.say(() -> "CLUSTER pod " + pod.ordinal() + " is deleted");
            world.act(Cause.TROUBLE, () -> world.cluster.delete(pod.ordinal()));
        });
    }

    private void failPod() {
        anyPod().filter(p -> !p.core().ended() && !p.core().deleting()).ifPresent(pod -> {
            trace.say(() -> "CLUSTER the kubelet evicts " + pod.ordinal());
            world.act(Cause.TROUBLE, () -> world.cluster.fail(pod.ordinal()));
        });
    }

    private void crash() {
        anyPod().filter(p -> !p.core().deleting()).ifPresent(pod -> {
            trace.say(() -> "CLUSTER pod " + pod.ordinal() + " crashes once");
            kubelets.restart(pod);
        });
    }

    private void storeDown() {
        trace.say(() -> "CLUSTER the store is down");
        kubelets.setStoreDown(true);
        world.agenda.in(dice.between(5000, 120_000), () -> kubelets.setStoreDown(false));
    }

    private void loseMachine() {
        var machine = dice.between(0, kubelets.machines() - 1);
        trace.say(() -> "CLUSTER loses machine " + machine);
        kubelets.lose(machine);
    }

    private void machineComesBack() {
        if (!kubelets.lostMachines().isEmpty()) {
            comeBack(dice.pick(kubelets.lostMachines()));
        }
    }

    private void comeBack(int machine) {
        trace.say(() -> "CLUSTER machine " + machine + " is back");
        kubelets.comeBack(machine);
    }

    /** The end of it: machines come back, or somebody removes what hangs on them, or they stay lost. */
    void end() {
        over = true;
        kubelets.setStoreDown(false);
        kubelets.beKind();
        for (var machine : kubelets.lostMachines()) {
            if (dice.chance(0.4)) {
                comeBack(machine);
            } else if (dice.chance(0.6)) {
                trace.say(() -> "USER removes what was on machine " + machine);
                kubelets.podsOn(machine).forEach(kubelets::removeByForce);
            }
        }
        for (var pod : world.pods()) {
            var fails = world.life(pod).fate != Life.Fate.WELL;
            if (fails && kubelets.isGood(Contents.read(pod.content()).template()) && dice.chance(0.5)) {
                trace.say(() -> "USER deletes pod " + pod.ordinal() + ", which fails");
                world.act(Cause.TROUBLE, () -> world.cluster.delete(pod.ordinal()));
            }
        }
    }
}
