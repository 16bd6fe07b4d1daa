package dev.fleetcell.sandbox.binaries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the programs from the committed Go modules: the last resort, which needs only Go and its module proxy. */
final class GoModuleSource implements BinarySource {
    private static final long GIBIBYTE = 1L << 30;

    @Override
    public String name() {
        return "Go modules";
    }

    @Override
    public void fetch(Versions versions, Set<KubernetesBinary> wanted, Path into, Consumer<String> progress)
            throws IOException {
        checkSpace(into);
        Map<GoModule, List<KubernetesBinary>> byModule = new TreeMap<>();
        for (KubernetesBinary binary : wanted) {
            byModule.merge(
                    binary.module(),
                    List.of(binary),
                    (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
        }
        try (GoToolchain go = GoToolchain.find(into)) {
            String names = wanted.stream().map(KubernetesBinary::fileName).collect(Collectors.joining(", "));
            progress.accept(
                    "building " + names + " from Go modules: once, up to 10 minutes on 2 cores, or 1 minute when Go"
                            + " has built them before");
            for (Map.Entry<GoModule, List<KubernetesBinary>> entry : byModule.entrySet()) {
                build(go, versions, entry.getKey(), entry.getValue(), into, progress);
            }
        }
    }

    private static void build(
            GoToolchain go,
            Versions versions,
            GoModule module,
            List<KubernetesBinary> binaries,
            Path into,
            Consumer<String> progress)
            throws IOException {
        Path source = GoResources.write(module, into.resolve("source"));
        List<String> packages =
                binaries.stream().map(KubernetesBinary::goPackage).toList();
        progress.accept(module.folder() + ": reading modules (the first time they are downloaded, up to 1 GB)");
        long total = go.list(source, module.flags(versions), packages);
        go.build(source, module.flags(versions), packages, into, new BuildProgress(module.folder(), total, progress));
        if (binaries.contains(KubernetesBinary.ETCD)) {
            // Go names a program after the last element of its package that is not a version: here "server".
            Files.move(into.resolve("server"), into.resolve(KubernetesBinary.ETCD.fileName()));
        }
    }

    private static void checkSpace(Path into) throws IOException {
        long usable = Files.getFileStore(into).getUsableSpace();
        if (usable < GIBIBYTE) {
            throw new IOException("only " + usable / (1 << 20) + " MiB are free on the disk of " + into
                    + "; the programs need 1 GiB (and Go's own caches about 3 GiB, see go env GOCACHE GOMODCACHE):"
                    + " free some, or point FLEETCELL_CACHE to another disk");
        }
    }
}
