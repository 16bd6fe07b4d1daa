package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.sim.history.Places.Why;
import java.util.HashSet;
import java.util.Set;

/** Whether a change of content costs more Ready nodes than its window. */
final class Floor {
    private final World world;
    private final Places places;
    private String content = "";
    private Set<Integer> readyBefore = new HashSet<>();
    private int window = 1;

    Floor(World world, Places places) {
        this.world = world;
        this.places = places;
    }

    /** The window of the latest pass. */
    void windowIs(int newWindow) {
        window = Math.max(window, newWindow);
    }

    void check() {
        var workload = world.workload().orElse(null);
        if (workload == null) {
            return;
        }
        var ready = new HashSet<Integer>();
        for (var pod : world.pods()) {
            if (pod.ready()) {
                ready.add(pod.ordinal());
            }
        }
        if (!workload.core().template().equals(content)) {
            content = workload.core().template();
            readyBefore = ready;
            return;
        }
        readyBefore.removeIf(ordinal -> ordinal >= workload.core().replicas());
        var missing = 0;
        for (var ordinal : readyBefore) {
            if (!ready.contains(ordinal) && places.why(ordinal) != Why.TROUBLE) {
                missing++;
            }
        }
        if (missing > window) {
            throw new BrokenInvariant(
                    Invariant.FLOOR,
                    "%d nodes that were Ready before are not, largest window %d: %s"
                            .formatted(missing, window, Trace.pods(world.pods())));
        }
    }
}
