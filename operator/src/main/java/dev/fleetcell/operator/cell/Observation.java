package dev.fleetcell.operator.cell;

import dev.fleetcell.operator.plan.CellPlan;
import dev.fleetcell.operator.plan.CellView;
import dev.fleetcell.operator.plan.Convergence;
import dev.fleetcell.operator.plan.Facts;
import dev.fleetcell.operator.plan.Observed;
import dev.fleetcell.operator.plan.Policy;
import dev.fleetcell.operator.plan.RestartOrder;
import dev.fleetcell.operator.plan.Step;
import dev.fleetcell.operator.plan.Wait;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one pass found.
 *
 * @param workloads the cell's own StatefulSets
 * @param order what a restart asks of the cell, if one does
 * @param owed cold starts that nobody paid for and that do not stand in status yet
 * @param now when it looked
 */
record Observation(
        Policy policy,
        Facts facts,
        Observed observed,
        List<StatefulSet> workloads,
        Optional<RestartOrder> order,
        int owed,
        Instant now) {
    /** Whether all Ready nodes that can be asked are connected. */
    boolean converged() {
        return Convergence.of(observed, now).missing().isEmpty();
    }

    /**
     * How the cell stands, for a restart of it.
     *
     * @param stall why the pass could not do all of its plan, if so
     */
    CellView view(CellPlan plan, Optional<Wait> stall) {
        var wait = stall.or(plan::queued)
                .or(() -> plan.step() instanceof Step.Hold hold ? Optional.of(hold.on()) : Optional.empty());
        return new CellView(
                now,
                observed,
                observed.revisions().map(r -> r.applied().stamp()).orElse(""),
                plan.progress().map(CellPlan.Progress::kind),
                wait,
                plan.rate(),
                plan.away());
    }
}
