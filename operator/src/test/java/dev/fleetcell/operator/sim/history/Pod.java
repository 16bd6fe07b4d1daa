package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.Trouble;
import dev.fleetcell.operator.sim.FakeCluster;
import java.time.Instant;
import java.util.Optional;

/**
 * A node of the cell as the API server has it. Times are whole seconds, as there.
 *
 * @param shows what its status shows of why it is not Ready: a crash, a missing image, a silent kubelet
 * @param restarts of its container
 */
record Pod(FakeCluster.Pod core, Optional<Instant> readySince, Optional<Trouble.Kind> shows, int restarts) {
    int ordinal() {
        return core.ordinal();
    }

    String uid() {
        return core.uid();
    }

    boolean ready() {
        return core.ready() && !core.deleting();
    }

    /** What it was made from. */
    String content() {
        return Contents.ofRevision(core.revision());
    }
}
