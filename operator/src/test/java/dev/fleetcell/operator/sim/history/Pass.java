package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.CellPlan;
import dev.fleetcell.operator.plan.Facts;
import dev.fleetcell.operator.plan.Guard;
import dev.fleetcell.operator.plan.Observed;
import dev.fleetcell.operator.plan.Policy;
import dev.fleetcell.operator.plan.RestartOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One pass of an operator, for those that check it: what it saw, what it planned, what it has paid for. */
final class Pass {
    final String operator;
    final long began;
    final Policy policy;
    final Facts facts;
    final Observed observed;
    final Optional<RestartOrder> order;
    final CellPlan plan;
    /** The pods, if its caches showed all that was there when it began. */
    final Optional<List<Pod>> live;

    /** Uids of the nodes that the eviction API would let go. */
    final Set<String> admitted = new HashSet<>();
    /** Tickets that it has paid. */
    int paid;
    /** Nodes that it has added. */
    int added;

    Pass(
            String operator,
            long began,
            Policy policy,
            Facts facts,
            Observed observed,
            Optional<RestartOrder> order,
            CellPlan plan,
            Optional<List<Pod>> live) {
        this.operator = operator;
        this.began = began;
        this.policy = policy;
        this.facts = facts;
        this.observed = observed;
        this.order = order;
        this.plan = plan;
        this.live = live;
    }

    /** Nodes that may be away at once. */
    int window() {
        var own = policy.rollout().away(observed.replicas());
        return Nodes.governing(order, observed.revisions().map(r -> r.applied().stamp()), observed.nodes())
                .map(o -> Math.min(own, o.rate().burst()))
                .orElse(own);
    }

    Guard guard() {
        return new Guard(policy, facts);
    }
}
