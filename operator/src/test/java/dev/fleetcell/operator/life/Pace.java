package dev.fleetcell.operator.life;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The law of cold starts: in any t seconds at most {@code burst + t * rate}.
 *
 * @param burst at once
 * @param perHour over time
 * @param slack what may lie between a start's payment and the moment at which it is seen; a start is paid first, so one that is
 *     seen late comes closer to the next
 */
record Pace(int burst, int perHour, Duration slack) {
    /** The first stretch of time in which more was started; empty where the law holds. */
    Optional<String> brokenBy(List<Instant> starts) {
        var sorted = starts.stream().sorted().toList();
        for (int first = 0; first < sorted.size(); first++) {
            for (int last = first; last < sorted.size(); last++) {
                var stretch = Duration.between(sorted.get(first), sorted.get(last));
                var most = most(stretch);
                if (last - first + 1 > most) {
                    return Optional.of("%d cold starts in %.1f s from %s on, at most %.1f may be"
                            .formatted(last - first + 1, stretch.toMillis() / 1000.0, sorted.get(first), most));
                }
            }
        }
        return Optional.empty();
    }

    private double most(Duration stretch) {
        return burst
                + stretch.plus(slack).toMillis()
                        * (double) perHour
                        / Duration.ofHours(1).toMillis();
    }
}
