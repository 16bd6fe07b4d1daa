package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
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
     * @param away nodes that may be away at once, at least 1, or no cluster node could ever be drained
     */
    static PodDisruptionBudget of(FleetCell cell, int away) {
        return new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName(Names.disruptionBudget(cell))
                .withNamespace(cell.getMetadata().getNamespace())
                .endMetadata()
                .withNewSpec()
                .withNewMaxUnavailable(away)
                .withNewSelector()
                .withMatchLabels(Names.selector(cell))
                .endSelector()
                // A node that never became Ready serves nobody: it must not block the drain that may mend it.
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .endSpec()
                .build();
    }
}
