package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.api.v1alpha1.FleetCellSpec;
import dev.fleetcell.operator.plan.Extra;
import dev.fleetcell.operator.plan.Facts;
import dev.fleetcell.operator.plan.OverBudget;
import dev.fleetcell.operator.plan.Policy;
import dev.fleetcell.operator.plan.Size;
import dev.fleetcell.operator.plan.ThreadModel;
import java.util.Optional;
import java.util.OptionalInt;

/** A FleetCell as the planner's records. The API server has filled in every default. */
public final class Policies {
    private Policies() {}

    /** What the user wants of a cell without nodes. */
    public static Policy policy(FleetCellSpec spec) {
        return policy(spec, Optional.empty());
    }

    /** What the user wants of a cell whose nodes are of {@code size}. */
    static Policy policy(FleetCellSpec spec, Optional<String> size) {
        var threads = spec.threads;
        return new Policy(
                spec.capacity,
                spec.nodes.min,
                spec.nodes.max,
                spec.sizes.stream().map(s -> new Size(s.name, s.units)).toList(),
                new ThreadModel(threads.groups.stream()
                        .map(g -> new ThreadModel.Group(g.name, g.fixed, g.perUnit, g.perPeer))
                        .toList()),
                threads.limit,
                threads.reservePercent,
                threads.peerChurn != null ? threads.peerChurn : spec.rollout.maxWarming,
                switch (spec.overBudget) {
                    case Reject -> OverBudget.REJECT;
                    case Clamp -> OverBudget.CLAMP;
                    case Override -> OverBudget.OVERRIDE;
                },
                threads.requireVerified,
                new Policy.Rollout(spec.rollout.maxWavePercent, spec.rollout.maxWarming, spec.rollout.nodesPerHour),
                spec.paused,
                Contract.digest(spec, size));
    }

    /** The facts that stand in status, as door 1 reads them. */
    public static Facts facts(FleetCell cell) {
        var status = cell.getStatus();
        if (status == null) {
            return Facts.NONE;
        }
        var threads = Optional.ofNullable(status.threads);
        return new Facts(
                threads.map(t -> t.observedLimit).map(OptionalInt::of).orElseGet(OptionalInt::empty),
                threads.map(t -> t.extra)
                        .map(e -> new Extra(e.fixed, e.perUnitMilli, e.perPeerMilli))
                        .orElse(Extra.NONE),
                Optional.ofNullable(status.size),
                Optional.ofNullable(status.nodes).map(n -> n.current).orElse(0));
    }
}
