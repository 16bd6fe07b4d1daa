package dev.fleetcell.sandbox.binaries;

import java.time.Duration;

/**
 * What a download may take.
 *
 * @param connect until a site is reached, its name looked up included; short, so that without internet nobody waits
 * @param silence without a single byte more, from the request on
 * @param total for all downloads of one run
 * @param bytes for one file, and for what an archive unpacks to
 */
record DownloadLimits(Duration connect, Duration silence, Duration total, long bytes) {
    static final DownloadLimits STANDARD =
            new DownloadLimits(Duration.ofSeconds(3), Duration.ofSeconds(20), Duration.ofMinutes(20), 512L << 20);
}
