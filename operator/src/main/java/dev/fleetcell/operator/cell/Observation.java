package dev.fleetcell.operator.cell;

import dev.fleetcell.operator.plan.Convergence;
import dev.fleetcell.operator.plan.Facts;
import dev.fleetcell.operator.plan.Observed;
import dev.fleetcell.operator.plan.Policy;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Instant;
import java.util.List;

/**
 * What one pass found.
 *
 * @param workloads the cell's own StatefulSets
 * @param now when it looked
 */
record Observation(Policy policy, Facts facts, Observed observed, List<StatefulSet> workloads, Instant now) {
    /** Whether all Ready nodes that can be asked are connected. */
    boolean converged() {
        return Convergence.of(observed, now).missing().isEmpty();
    }
}
