package dev.fleetcell.sandbox.binaries;

import java.time.Duration;
import java.util.function.Consumer;

/** Tells how far the download of one file is, at most one line in five seconds. */
final class DownloadProgress {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int MEBIBYTE = 1 << 20;

    private final String what;
    private final Duration interval;
    private final Consumer<String> lines;
    private final long start = System.nanoTime();
    private long told = start;

    DownloadProgress(String what, Consumer<String> lines) {
        this(what, INTERVAL, lines);
    }

    DownloadProgress(String what, Duration interval, Consumer<String> lines) {
        this.what = what;
        this.interval = interval;
        this.lines = lines;
    }

    /**
     * Says where we are, if it is time.
     *
     * @param bytes that have come
     * @param total bytes in all, or 0 where the site has not told
     */
    void received(long bytes, long total) {
        long now = System.nanoTime();
        if (now - told < interval.toNanos()) {
            return;
        }
        told = now;
        String share = total == 0
                ? "%d MiB downloaded".formatted(bytes / MEBIBYTE)
                : "%d of %d MiB downloaded (%d %%)"
                        .formatted(bytes / MEBIBYTE, total / MEBIBYTE, Math.min(100, 100 * bytes / total));
        lines.accept("%s: %s, %d s"
                .formatted(what, share, Duration.ofNanos(now - start).toSeconds()));
    }
}
