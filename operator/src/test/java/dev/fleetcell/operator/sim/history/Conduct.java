package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.cell.Replacement;
import dev.fleetcell.operator.plan.CellPlan;
import dev.fleetcell.operator.plan.CellPlanner;
import dev.fleetcell.operator.plan.Facts;
import dev.fleetcell.operator.plan.Observed;
import dev.fleetcell.operator.plan.Observed.Node;
import dev.fleetcell.operator.plan.Policy;
import dev.fleetcell.operator.plan.RestartOrder;
import dev.fleetcell.operator.plan.Wait;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How operators judge and act: as the real code does. A test that the checks can fail overrides some of it. */
class Conduct {
    CellPlan plan(Policy policy, Facts facts, Observed observed, Optional<RestartOrder> order, Instant now) {
        return CellPlanner.plan(policy, facts, observed, order, now);
    }

    Optional<Wait> replace(
            Replacement.Evictions evictions,
            Replacement.Till till,
            Replacement.FrontierMove frontier,
            List<Node> nodes) {
        return new Replacement(evictions, till, frontier).run(nodes);
    }

    /** Growth: pays, then applies. */
    void grow(Replacement.Till till, int nodes, Runnable apply) {
        till.pay(nodes);
        apply.run();
    }

    /** Whether a status is written over a newer one. */
    boolean writesOverNewerStatus() {
        return false;
    }

    /** Whether a StatefulSet is written whatever the cache showed of it. */
    boolean trustsItsCache() {
        return false;
    }

    /** The uid that an eviction names. */
    Optional<String> uid(Node node) {
        return Optional.of(node.uid());
    }

    /** What the PodDisruptionBudget lets go at once. */
    int budget(CellPlan plan) {
        return plan.away();
    }
}
