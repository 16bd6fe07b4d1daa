package dev.fleetcell.operator.cell;

import dev.fleetcell.operator.threads.Census.CellKey;
import io.fabric8.kubernetes.api.model.Pod;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when this process has seen each pod, and since when it has seen it ending. Ages are counted from there and not from
 * the pods' timestamps: those are by another clock, and an operator whose clock is ahead would take every node that it
 * replaces for a lost one, and every new one for a broken one. An operator that has just started gives all of them time
 * anew.
 */
@ApplicationScoped
class Sightings {
    /** How much longer than its grace period a pod may take to end. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<CellKey, Map<String, Sighting>> cells = new ConcurrentHashMap<>();

    /**
     * When a pod was seen.
     *
     * @param first at all
     * @param ending being removed; empty while it is not
     * @param grace that it has to end
     */
    record Sighting(Instant first, Optional<Instant> ending, Duration grace) {
        /** Whether it should have ended long ago. */
        boolean isOverdue(Instant now) {
            return ending.filter(since -> since.plus(grace).plus(PATIENCE).isBefore(now))
                    .isPresent();
        }
    }

    /** Takes in the pods of a cell, all of them at each call; sightings by uid. */
    Map<String, Sighting> see(CellKey cell, List<Pod> pods, Instant now) {
        var before = cells.getOrDefault(cell, Map.of());
        var seen = new HashMap<String, Sighting>();
        for (var pod : pods) {
            var uid = pod.getMetadata().getUid();
            var last = Optional.ofNullable(before.get(uid));
            var isEnding = pod.getMetadata().getDeletionTimestamp() != null;
            seen.put(
                    uid,
                    new Sighting(
                            last.map(Sighting::first).orElse(now),
                            isEnding ? last.flatMap(Sighting::ending).or(() -> Optional.of(now)) : Optional.empty(),
                            Duration.ofSeconds(Objects.requireNonNullElse(
                                    pod.getMetadata().getDeletionGracePeriodSeconds(), 0L))));
        }
        cells.put(cell, Map.copyOf(seen));
        return cells.getOrDefault(cell, Map.of());
    }

    void forget(CellKey cell) {
        cells.remove(cell);
    }
}
