package dev.fleetcell.operator.sim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client's caches show. {@link FakeStore#snapshot} is up to date; an older one is a client whose informers lag. The
 * informers of one client lag each on its own: combine two snapshots with {@link #withPodsOf}.
 *
 * @param setVersion when the StatefulSet was written last
 * @param pods by ordinal, each once
 * @param podsVersion when a pod was written last
 */
record Snapshot(@Nullable FakeStatefulSet set, long setVersion, List<FakePod> pods, long podsVersion) {
    /** This StatefulSet with the pods of another moment. */
    Snapshot withPodsOf(Snapshot other) {
        return new Snapshot(set, setVersion, other.pods, other.podsVersion);
    }
}
