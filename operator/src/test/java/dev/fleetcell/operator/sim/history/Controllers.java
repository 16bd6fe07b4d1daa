package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.sim.FakeCluster;
import dev.fleetcell.operator.sim.history.World.Cause;
import java.util.List;
import java.util.Optional;

/** kube-controller-manager: runs the controllers of StatefulSets and of disruptions some time after something has changed. */
final class Controllers implements World.Watcher {
    private static final long DELETION_TIMEOUT = 121_000;

    private final World world;
    private final Dice dice;
    private final Log.Cache<FakeCluster.Look> sets;
    private final Log.Cache<FakeCluster.Look> pods;
    private boolean setDue;
    private boolean budgetDue;
    private boolean slow;

    Controllers(World world, Dice dice) {
        this.world = world;
        this.dice = dice;
        this.sets = world.looks.cache();
        this.pods = world.looks.cache();
    }

    /** From now on it may take seconds until it acts, and its caches may be old. */
    void setSlow(boolean newSlow) {
        slow = newSlow;
    }

    @Override
    public void changed(Cause cause, List<Pod> before, Optional<Workload> workloadBefore) {
        lookAtSet();
        if (!before.equals(world.pods())) { // a changed StatefulSet is no reason for it, here as there
            lookAtBudget();
        }
    }

    private void lookAtSet() {
        if (!setDue) {
            setDue = true;
            world.agenda.in(delay(), this::syncSet);
        }
    }

    /** The budget was written, or pods were. */
    void lookAtBudget() {
        if (!budgetDue) {
            budgetDue = true;
            world.agenda.in(delay(), this::syncBudget);
        }
    }

    /** A pod that was let go counts as gone for two minutes. */
    void lookAtBudgetLater() {
        world.agenda.in(DELETION_TIMEOUT, this::lookAtBudget);
    }

    private long delay() {
        return slow && dice.chance(0.1) ? dice.between(500, 20_000) : dice.between(5, 80);
    }

    private long lag() {
        return slow && dice.chance(0.2) ? dice.between(50, 3000) : dice.between(0, 3);
    }

    private FakeCluster.Look look() {
        var now = world.agenda.now();
        sets.follow(now - lag());
        pods.follow(now - lag());
        return sets.value().withPodsOf(pods.value());
    }

    private void syncSet() {
        setDue = false;
        var look = look();
        world.act(Cause.CONTROLLER, () -> {
            if (world.cluster.syncSet(look)) {
                lookAtSet();
            }
        });
        if (!sets.live() || !pods.live()) {
            lookAtSet();
        }
    }

    private void syncBudget() {
        budgetDue = false;
        world.cluster.syncBudget(look(), world.time());
        if (!sets.live() || !pods.live()) {
            lookAtBudget();
        }
    }
}
