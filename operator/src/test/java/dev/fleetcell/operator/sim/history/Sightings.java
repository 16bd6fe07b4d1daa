package dev.fleetcell.operator.sim.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Since when one process of the operator has seen each pod, and has seen it ending; by the world's clock. */
final class Sightings {
    private static final long PATIENCE = 60_000;

    private Map<String, Sighting> byUid = new HashMap<>();

    /**
     * When a pod was seen.
     *
     * @param first in milliseconds since the history began
     * @param ending the same; {@link Life#NEVER} while it is not
     */
    record Sighting(long first, long ending) {
        /** Whether it should have ended long ago. */
        boolean isOverdue(long now) {
            return ending != Life.NEVER && ending + World.GRACE + PATIENCE < now;
        }
    }

    /** Takes in all nodes; sightings by uid. */
    Map<String, Sighting> see(List<Pod> pods, long now) {
        var seen = new HashMap<String, Sighting>();
        for (var pod : pods) {
            var last = byUid.getOrDefault(pod.uid(), new Sighting(now, Life.NEVER));
            var ending = last.ending() == Life.NEVER ? now : last.ending();
            seen.put(pod.uid(), new Sighting(last.first(), pod.core().deleting() ? ending : Life.NEVER));
        }
        byUid = seen;
        return seen;
    }
}
