package dev.fleetcell.sandbox.binaries;

import java.time.Duration;
import java.util.function.Consumer;

/** Tells how far a build is, at most one line in five seconds. */
final class BuildProgress {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final String what;
    private final long total;
    private final Consumer<String> lines;
    private final long start = System.nanoTime();
    private long told = start;

    /**
     * @param what what is built
     * @param total packages in all, those included that Go finds in its build cache and does not mention
     */
    BuildProgress(String what, long total, Consumer<String> lines) {
        this.what = what;
        this.total = total;
        this.lines = lines;
    }

    /** Says where we are, if it is time. */
    void compiled(long packages) {
        long now = System.nanoTime();
        if (now - told < INTERVAL.toNanos()) {
            return;
        }
        told = now;
        lines.accept("%s: %d of at most %d packages compiled (%d %%), %d s"
                .formatted(
                        what,
                        packages,
                        total,
                        Math.min(100, 100 * packages / Math.max(1, total)),
                        Duration.ofNanos(now - start).toSeconds()));
    }
}
