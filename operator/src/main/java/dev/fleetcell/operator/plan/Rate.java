package dev.fleetcell.operator.plan;

/**
 * How many cold starts may be caused.
 *
 * @param burst at once, at least 1
 * @param perHour over time, at least 1
 */
public record Rate(int burst, int perHour) {
    public Rate {
        if (burst < 1 || perHour < 1) {
            throw new IllegalArgumentException(
                    "a rate of " + perHour + " an hour, " + burst + " at once, never starts");
        }
    }

    /** What both allow. */
    public Rate and(Rate other) {
        return new Rate(Math.min(burst, other.burst), Math.min(perHour, other.perHour));
    }
}
