package dev.fleetcell.operator.plan;

import java.time.Duration;
import java.time.Instant;

/**
 * What a ColdRestart asks for, with every default filled in.
 *
 * @param name its name: the stamp of the nodes that it has restarted
 * @param bake how long the other cells wait after the first one, 0 or more
 * @param failedNodes so many restarted nodes that failed end it, at least 1
 * @param startBefore begun by then, or never
 * @param paused nothing more is restarted for now
 * @param rate its own pace; {@link #OF_THE_CELL} where it has none
 */
public record RestartPolicy(
        String name, Duration bake, int failedNodes, Instant startBefore, boolean paused, Rate rate) {
    /** Most cold starts per hour that the schema lets a cell or a restart ask for. */
    public static final int MOST_PER_HOUR = 100_000;
    /** Most nodes at once that the schema lets a cell or a restart ask for. */
    public static final int MOST_WARMING = 1000;
    /** So high that the cell's own pace is always the lower one. */
    public static final Rate OF_THE_CELL = new Rate(MOST_WARMING, MOST_PER_HOUR);
}
