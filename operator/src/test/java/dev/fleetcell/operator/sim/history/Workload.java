package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.Content;
import dev.fleetcell.operator.plan.Revisions;
import dev.fleetcell.operator.sim.FakeCluster;

/**
 * The cell's StatefulSet with the annotation that says what was settled last.
 *
 * @param settled its generation does not count these
 */
record Workload(FakeCluster.Set core, Content settled) {
    Content applied() {
        return Contents.read(core.template());
    }

    /** As the operator reads them. */
    Revisions revisions() {
        var known = !core.updateRevision().isEmpty()
                && !core.currentRevision().isEmpty()
                && core.observedGeneration() >= core.generation();
        return new Revisions(
                known, core.currentRevision(), core.updateRevision(), core.partition(), applied(), settled);
    }

    boolean allOfOneRevision() {
        return core.currentRevision().equals(core.updateRevision());
    }
}
