package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.operator.plan.Policy.Rollout;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/**
 * The PodDisruptionBudget of a cell: a drain of cluster nodes takes no more nodes of a cell at once than a wave of growth
 * brings, so that what comes back cold is never more than the cell is told to warm.
 */
final class DisruptionBudget {
    private DisruptionBudget() {}

    /**
     * A number and no percentage: the eviction API rounds a percentage up, a wave is rounded down.
     *
     * @param nodes nodes that the cell's StatefulSets are meant to have, 0 or more
     */
    static PodDisruptionBudget of(FleetCell cell, Rollout rollout, int nodes) {
        return new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName(Names.disruptionBudget(cell))
                .withNamespace(cell.getMetadata().getNamespace())
                .endMetadata()
                .withNewSpec()
                .withNewMaxUnavailable(maxUnavailable(rollout, nodes))
                .withNewSelector()
                .withMatchLabels(Names.selector(cell))
                .endSelector()
                // A node that never became Ready serves nobody: it must not block the drain that may mend it.
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .endSpec()
                .build();
    }

    /** At least one, or no cluster node could ever be drained. */
    static int maxUnavailable(Rollout rollout, int nodes) {
        var wave = (int) ((long) nodes * rollout.maxWavePercent() / 100);
        return Math.max(1, Math.min(wave, rollout.maxWarming()));
    }
}
