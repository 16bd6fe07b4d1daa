package dev.fleetcell.sandbox.binaries;

import dev.fleetcell.sandbox.files.CacheDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Programs of a cluster, ready to run. They are in one folder for each product, {@code CACHE/PRODUCT/VERSION-HASH/OS-ARCH}, where
 * the hash is of all that decides what is built; Kubernetes and etcd are one product.
 */
public final class KubernetesBinaries {
    private final Map<Product, Path> folders;

    private KubernetesBinaries(Map<Product, Path> folders) {
        this.folders = folders;
    }

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
        Map<Product, Path> folders = new EnumMap<>(Product.class);
        for (Map.Entry<Product, Set<KubernetesBinary>> entry : byProduct(wanted).entrySet()) {
            folders.put(entry.getKey(), cache(entry.getKey(), versions).provide(versions, entry.getValue(), progress));
        }
        return new KubernetesBinaries(folders);
    }

    /** Like {@link #provide}, but first reads every cached program whole and makes those again that are damaged. */
    public static KubernetesBinaries verify(Set<KubernetesBinary> wanted, Consumer<String> progress)
            throws IOException {
        for (Map.Entry<Product, Set<KubernetesBinary>> entry : byProduct(wanted).entrySet()) {
            cache(entry.getKey(), Versions.pinned())
                    .discardDamaged(entry.getValue())
                    .forEach(binary -> progress.accept(binary.fileName() + " in the cache is damaged"));
        }
        return provide(wanted, progress);
    }

    /** The folders that hold the wanted programs, at least one; Kubernetes' own comes first. */
    public List<Path> folders() {
        return List.copyOf(folders.values());
    }

    /**
     * Where a program is.
     *
     * @throws IllegalArgumentException if no program of its product was wanted
     */
    public Path path(KubernetesBinary binary) {
        Path folder = folders.get(Product.of(binary.module()));
        if (folder == null) {
            throw new IllegalArgumentException(binary.fileName() + " was not asked for");
        }
        return folder.resolve(binary.fileName());
    }

    private static Map<Product, Set<KubernetesBinary>> byProduct(Set<KubernetesBinary> wanted) {
        Map<Product, Set<KubernetesBinary>> byProduct = new EnumMap<>(Product.class);
        for (KubernetesBinary binary : wanted) {
            byProduct
                    .computeIfAbsent(Product.of(binary.module()), product -> EnumSet.noneOf(KubernetesBinary.class))
                    .add(binary);
        }
        return byProduct;
    }

    private static BinaryCache cache(Product product, Versions versions) throws IOException {
        Path folder = CacheDirectory.get().resolve(product.folder(versions)).resolve("linux-" + architecture());
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
}
