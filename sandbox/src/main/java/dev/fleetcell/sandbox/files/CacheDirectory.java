package dev.fleetcell.sandbox.files;

import java.nio.file.Path;

/** The folder for what is expensive to make and the same for every sandbox: {@code FLEETCELL_CACHE}, else {@code ~/.cache/fleetcell}. */
public final class CacheDirectory {
    private CacheDirectory() {}

    /** The cache's folder; it need not exist yet. */
    public static Path get() {
        String chosen = System.getenv("FLEETCELL_CACHE");
        return chosen == null || chosen.isBlank()
                ? Path.of(home(), ".cache", "fleetcell")
                : Path.of(chosen).toAbsolutePath();
    }

    /** Java asks the user database; everybody else, the shell and Go included, goes by HOME. */
    private static String home() {
        String home = System.getenv("HOME");
        return home == null || home.isBlank() ? System.getProperty("user.home") : home;
    }
}
