package dev.fleetcell.sandbox.binaries;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Takes the official releases, about 300 MB for a control plane:
 *
 * <ol>
 *   <li>look whether the sites can be reached, so that without internet the next source's turn comes within seconds;
 *   <li>fetch all checksums, so that a version that is not released is known before anything big is on its way;
 *   <li>download each file under another name, compare its checksum, and only then give it the program's name.
 * </ol>
 *
 * A checksum from the same site shows a file that is broken or was altered on its way, not a site that was taken over.
 */
final class ReleaseSource implements BinarySource {
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "arm64");
    private static final long MAX_SUMS = 1 << 20;

    private final ReleaseSites sites;
    private final String architecture;
    private final DownloadLimits limits;

    /** @param architecture in Go's words, such as {@code amd64} */
    ReleaseSource(ReleaseSites sites, String architecture, DownloadLimits limits) {
        this.sites = sites;
        this.architecture = architecture;
        this.limits = limits;
    }

    @Override
    public String name() {
        return "official releases";
    }

    @Override
    public void fetch(Versions versions, Set<KubernetesBinary> wanted, Path into, Consumer<String> progress)
            throws IOException {
        if (!ARCHITECTURES.contains(architecture)) {
            throw new IOException("they are taken for amd64 and arm64 only, this is " + architecture);
        }
        List<ReleaseFile> files = wanted.stream()
                .map(binary -> ReleaseFile.of(binary, versions, sites, architecture))
                .toList();
        Map<String, URI> hosts = new LinkedHashMap<>();
        files.forEach(file -> hosts.putIfAbsent(file.uri().getAuthority(), file.uri()));
        for (URI host : hosts.values()) {
            Downloads.reach(host, limits.connect());
        }
        try (Downloads downloads = new Downloads(limits)) {
            Map<ReleaseFile, String> sums = new LinkedHashMap<>();
            for (ReleaseFile file : files) {
                sums.put(file, sum(downloads, file, into, progress));
            }
            progress.accept("downloading " + names(wanted) + " from " + String.join(" and ", hosts.keySet())
                    + ": once, up to 100 MB each");
            for (Map.Entry<ReleaseFile, String> entry : sums.entrySet()) {
                take(downloads, entry.getKey(), entry.getValue(), into, progress);
            }
        }
    }

    private static String sum(Downloads downloads, ReleaseFile file, Path into, Consumer<String> progress)
            throws IOException {
        Path list = into.resolve(file.binary().fileName() + ".sha256");
        downloads.get(file.checksums(), list, MAX_SUMS, new DownloadProgress(file.name() + ".sha256", progress));
        // Whatever a portal sends in its place can be read so.
        return file.sumIn(Files.readString(list, StandardCharsets.ISO_8859_1));
    }

    private void take(Downloads downloads, ReleaseFile file, String sum, Path into, Consumer<String> progress)
            throws IOException {
        Path part = into.resolve(file.name() + ".part");
        downloads.get(file.uri(), part, limits.bytes(), new DownloadProgress(file.name(), progress));
        String actual = Manifest.digest(part);
        if (!actual.equals(sum)) {
            throw new UntrustedReleaseException(
                    file.uri() + " has the SHA-256 " + actual + ", but " + file.checksums() + " says " + sum);
        }
        String entry = file.entry();
        if (entry != null) {
            Path program = into.resolve(file.binary().fileName() + ".part");
            ReleaseArchive.extract(part, entry, program, limits.bytes());
            Files.delete(part);
            part = program;
        }
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(part, into.resolve(file.binary().fileName()));
    }

    private static String names(Set<KubernetesBinary> binaries) {
        return binaries.stream().map(KubernetesBinary::fileName).collect(Collectors.joining(", "));
    }
}
