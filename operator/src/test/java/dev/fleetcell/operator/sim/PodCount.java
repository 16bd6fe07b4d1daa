package dev.fleetcell.operator.sim;

import java.util.List;

/** The numbers in the status of a StatefulSet: of the pods that a sync saw at its beginning. */
final class PodCount {
    private final FakeStatefulSet set;
    private final FakeHistory.Revisions revisions;
    private final int replicas;
    private int ready;
    private int current;
    private int updated;

    PodCount(FakeStatefulSet set, List<FakePod> pods, FakeHistory.Revisions revisions) {
        this.set = set;
        this.revisions = revisions;
        this.replicas = pods.size();
        pods.forEach(this::add);
    }

    private void add(FakePod pod) {
        if (pod.phase() == PodPhase.RUNNING && pod.ready()) {
            ready++;
        }
        if (!pod.deleting()) {
            current += pod.revision().equals(revisions.current().name()) ? 1 : 0;
            updated += pod.revision().equals(revisions.update().name()) ? 1 : 0;
        }
    }

    /** @param deletedOne whether the sync deleted a pod for the update; that is taken off at once, of whichever revision it was */
    FakeStatefulSet.Status status(boolean deletedOne) {
        var update = revisions.update().name();
        var complete = updated == set.replicas() && ready == set.replicas() && replicas == set.replicas();
        return new FakeStatefulSet.Status(
                set.generation(),
                replicas,
                ready,
                complete ? updated : current - (deletedOne ? 1 : 0),
                updated,
                complete ? update : revisions.current().name(),
                update);
    }
}
