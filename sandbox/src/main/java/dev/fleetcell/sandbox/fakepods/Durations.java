package dev.fleetcell.sandbox.fakepods;

import java.time.Duration;

/** Checks of durations. */
final class Durations {
    private Durations() {}

    static void requireNotNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + duration);
        }
    }
}
