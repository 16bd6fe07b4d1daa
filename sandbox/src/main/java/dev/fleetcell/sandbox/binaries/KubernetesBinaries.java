package dev.fleetcell.sandbox.binaries;

import dev.fleetcell.sandbox.files.CacheDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A folder with programs of Kubernetes, ready to run. It is {@code
 * CACHE/kubernetes/VERSION-HASH/OS-ARCH}, where the hash is of all that decides what is built (go.mod, go.sum, flags).
 *
 * @param folder where they are
 */
public record KubernetesBinaries(Path folder) {
    private static final int HASH_BYTES = 6;

    /**
     * Provides programs: at once from the cache, else from the official releases (unless {@code FLEETCELL_DOWNLOAD} is {@code
     * never}), else from Go modules, which takes about ten minutes on two cores, once.
     *
     * @param progress takes lines for people; none when the programs are there
     * @throws IOException if they cannot be had; the message says why for each way that was tried. If a download is not what
     *     was released, nothing else is tried
     * @throws IllegalArgumentException if {@code FLEETCELL_DOWNLOAD} is neither {@code auto} nor {@code never}
     */
    public static KubernetesBinaries provide(Set<KubernetesBinary> wanted, Consumer<String> progress)
            throws IOException {
        Versions versions = Versions.pinned();
        return new KubernetesBinaries(cache(versions).provide(versions, wanted, progress));
    }

    /** Like {@link #provide}, but first reads every cached program whole and makes those again that are damaged. */
    public static KubernetesBinaries verify(Set<KubernetesBinary> wanted, Consumer<String> progress)
            throws IOException {
        cache(Versions.pinned())
                .discardDamaged(wanted)
                .forEach(binary -> progress.accept(binary.fileName() + " in the cache is damaged"));
        return provide(wanted, progress);
    }

    /** All programs. */
    public static Set<KubernetesBinary> all() {
        return EnumSet.allOf(KubernetesBinary.class);
    }

    public Path path(KubernetesBinary binary) {
        return folder.resolve(binary.fileName());
    }

    private static BinaryCache cache(Versions versions) throws IOException {
        Path folder = CacheDirectory.get()
                .resolve("kubernetes")
                .resolve(versions.kubernetes() + "-" + hash(versions))
                .resolve("linux-" + architecture());
        return new BinaryCache(folder, sources(DownloadPolicy.of(System.getenv("FLEETCELL_DOWNLOAD"))));
    }

    static List<BinarySource> sources(DownloadPolicy policy) throws IOException {
        BinarySource build = new GoModuleSource();
        return switch (policy) {
            case AUTO ->
                List.of(new ReleaseSource(ReleaseSites.pinned(), architecture(), DownloadLimits.STANDARD), build);
            case NEVER -> List.of(build);
        };
    }

    /** Go's name of this machine's architecture. */
    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return name.equals("aarch64") ? "arm64" : name;
    }

    private static String hash(Versions versions) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (GoModule module : GoModule.values()) {
                digest.update(GoResources.text(module).getBytes(StandardCharsets.UTF_8));
                digest.update(module.flags(versions).toString().getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
