package dev.fleetcell.sandbox.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A pace of cold starts: in any t seconds at most {@code burst + t * perHour / 3600}.
 *
 * @param burst at once
 * @param perHour over time
 */
record Pace(int burst, int perHour) {
    private static final double SECONDS_PER_HOUR = 3600;
    /** The API server tells times in whole seconds. */
    private static final Duration GRAIN = Duration.ofSeconds(1);

    /** The first span of time with more starts than allowed, in words; empty when the pace was kept. */
    Optional<String> exceeded(Collection<Instant> starts) {
        List<Instant> sorted = starts.stream().sorted().toList();
        for (int first = 0; first < sorted.size(); first++) {
            for (int last = first; last < sorted.size(); last++) {
                int count = last - first + 1;
                Duration span = Duration.between(sorted.get(first), sorted.get(last));
                if (count > allowed(span.plus(GRAIN))) {
                    return Optional.of(
                            "%d cold starts from %s to %s".formatted(count, sorted.get(first), sorted.get(last)));
                }
            }
        }
        return Optional.empty();
    }

    /** Cold starts that are allowed in a span of that length. */
    double allowed(Duration span) {
        return burst + span.toMillis() / 1000.0 * perHour / SECONDS_PER_HOUR;
    }

    /** The most starts in any span of that length. */
    static long most(Collection<Instant> starts, Duration span) {
        return starts.stream()
                .mapToLong(from -> starts.stream()
                        .filter(at -> !at.isBefore(from) && at.isBefore(from.plus(span)))
                        .count())
                .max()
                .orElse(0);
    }
}
