package dev.fleetcell.sandbox.binaries;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether official releases may be downloaded: the environment variable {@code FLEETCELL_DOWNLOAD}. */
enum DownloadPolicy {
    /** Releases are tried before anything is built; the default. */
    AUTO,
    /** Release sites are never contacted. */
    NEVER;

    /**
     * The policy of that name; {@link #AUTO} where there is none.
     *
     * @throws IllegalArgumentException naming those that there are
     */
    static DownloadPolicy of(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return AUTO;
        }
        return Arrays.stream(values())
                .filter(policy -> policy.word().equals(value.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("FLEETCELL_DOWNLOAD is '" + value + "'; it may be "
                        + Arrays.stream(values()).map(DownloadPolicy::word).collect(Collectors.joining(" or "))));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
