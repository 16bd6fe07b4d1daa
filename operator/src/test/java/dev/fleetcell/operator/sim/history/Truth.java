package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.Content;
import dev.fleetcell.operator.plan.RestartOrder;
import dev.fleetcell.operator.plan.RestartOrder.Stand;
import dev.fleetcell.operator.plan.WaitReason;
import java.util.List;
import java.util.Optional;

/** Whether what a cell waits for for ever is so. */
final class Truth {
    private final World world;
    private final Kubelets kubelets;
    private final Pass pass;
    private final Optional<RestartOrder> order;

    Truth(World world, Kubelets kubelets, Pass pass, Optional<RestartOrder> order) {
        this.world = world;
        this.kubelets = kubelets;
        this.pass = pass;
        this.order = order;
    }

    /** Throws unless {@code reason} is true, and a reason for which a cell may wait for ever. */
    void check(WaitReason reason, String said) {
        require(isTrue(reason), Invariant.TRUE_WAIT, said);
        var good = kubelets.isGood(pass.policy.template());
        var named = blames(reason);
        require(
                !good || !named || culprits().stream().anyMatch(this::isExcuse),
                Invariant.FIX_REACHES,
                said + "; the template is good");
    }

    private boolean isTrue(WaitReason reason) {
        return switch (reason) {
            case Paused -> world.cell().spec().paused();
            case OverBudget, BeyondTestedRange, SizeMoveNeeded ->
                !pass.guard().fits(pass.plan.size().orElseThrow(), pass.plan.desired());
            case MeasuredOverBudget -> true;
            case NodesLost, DisruptionBudget -> world.pods().stream().anyMatch(kubelets::isLost);
            case RestartPaused -> stands(Stand.PAUSED);
            case RestartAborted -> stands(Stand.ABORTED);
            case RestartGone -> order.filter(o -> o.name().equals(stamp())).isEmpty();
            case RevisionUnproven, NodesNotReady, NodesCrashing, NodesCannotStart, RevisionNotSettled ->
                !culprits().isEmpty();
            case NodesEnding -> world.pods().stream().anyMatch(p -> p.core().deleting() && kubelets.isLost(p));
            case NodesLeaving ->
                world.pods().size() > nodes() && world.pods().stream().anyMatch(kubelets::isLost);
            case StoreDown -> kubelets.storeIsDown();
            default -> false;
        };
    }

    private boolean stands(Stand stand) {
        return order.filter(o -> o.name().equals(stamp()) && o.stand() == stand).isPresent();
    }

    private int nodes() {
        return world.workload().map(w -> w.core().replicas()).orElse(0);
    }

    private String stamp() {
        return world.workload().map(w -> w.applied().stamp()).orElse("");
    }

    private static boolean blames(WaitReason reason) {
        return switch (reason) {
            case RevisionUnproven, NodesNotReady, NodesCrashing, NodesCannotStart, RevisionNotSettled, NodesEnding ->
                true;
            default -> false;
        };
    }

    /** Nodes that will never be Ready by themselves. */
    private List<Pod> culprits() {
        return world.pods().stream()
                .filter(p -> !p.ready() && (world.life(p).fate != Life.Fate.WELL || kubelets.isLost(p)))
                .toList();
    }

    /** A node that only a person can mend: it is lost, or fails although it has all that is wanted. */
    private boolean isExcuse(Pod pod) {
        var wanted = new Content(pass.policy.template(), stamp());
        return kubelets.isLost(pod) || pod.content().equals(Contents.text(wanted));
    }

    private void require(boolean holds, Invariant invariant, String said) {
        if (!holds) {
            throw new BrokenInvariant(
                    invariant,
                    said + "; " + world.workload().map(Trace::workload) + " " + Trace.pods(world.pods()) + " "
                            + kubelets + " " + order + " " + world.cluster.budget());
        }
    }
}
