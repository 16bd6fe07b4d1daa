package dev.fleetcell.node.threads;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before what was refused is tried again: the wait doubles from {@code first} to {@code most}, and a
 * random half of it is taken away, so that a fleet that failed at one moment does not come back at one moment.
 */
public record Backoff(Duration first, Duration most) {

    public Backoff {
        if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
            throw new IllegalArgumentException("a backoff grows from a positive wait: " + first + " to " + most);
        }
    }

    /**
     * The wait after so many failures in a row.
     *
     * @param failures at least 1
     */
    public Duration after(int failures) {
        int doublings = Math.min(Math.max(failures, 1) - 1, 30);
        long full = Math.min(most.toMillis(), first.toMillis() << doublings);
        return Duration.ofMillis(full - ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }
}
