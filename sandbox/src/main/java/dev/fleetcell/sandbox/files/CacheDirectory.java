package dev.fleetcell.sandbox.files;

import java.nio.file.Path;

/** The folder for what is expensive to make and the same for every sandbox: {@code FLEETCELL_CACHE}, else {@code ~/.cache/fleetcell}. */
public final class CacheDirectory {
    private CacheDirectory() {}

    /** The cache's folder; it need not exist yet. */
    public static Path get() {
        String chosen = System.getenv("FLEETCELL_CACHE");
        return chosen == null || chosen.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "fleetcell")
                : Path.of(chosen).toAbsolutePath();
    }
}
