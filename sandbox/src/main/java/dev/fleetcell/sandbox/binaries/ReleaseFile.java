package dev.fleetcell.sandbox.binaries;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The released file that a program comes in.
 *
 * @param uri the file
 * @param checksums the list of SHA-256 sums that it is in
 * @param entry the program's name inside of the file, if that is an archive; null if it is the program itself
 */
record ReleaseFile(
        KubernetesBinary binary,
        URI uri,
        URI checksums,
        @Nullable String entry) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

    /** Where a program is released for {@code linux} on that architecture, in Go's words. */
    static ReleaseFile of(KubernetesBinary binary, Versions versions, ReleaseSites sites, String architecture) {
        return switch (binary.module()) {
            case KUBERNETES -> {
                String file = sites.kubernetes() + "/v" + versions.kubernetes() + "/bin/linux/" + architecture + "/"
                        + binary.fileName();
                yield new ReleaseFile(binary, URI.create(file), URI.create(file + ".sha256"), null);
            }
            case ETCD -> {
                String folder = sites.etcd() + "/v" + versions.etcd() + "/";
                String top = "etcd-v" + versions.etcd() + "-linux-" + architecture;
                yield new ReleaseFile(
                        binary,
                        URI.create(folder + top + ".tar.gz"),
                        URI.create(folder + "SHA256SUMS"),
                        top + "/" + binary.fileName());
            }
            case KIND -> {
                String file = sites.kind() + "/v" + versions.kind() + "/kind-linux-" + architecture;
                yield new ReleaseFile(binary, URI.create(file), URI.create(file + ".sha256sum"), null);
            }
            case COREDNS -> {
                String file = sites.coredns() + "/v" + versions.coredns() + "/coredns_" + versions.coredns() + "_linux_"
                        + architecture + ".tgz";
                yield new ReleaseFile(binary, URI.create(file), URI.create(file + ".sha256"), binary.fileName());
            }
        };
    }

    /** The last part of its address. */
    String name() {
        return uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1);
    }

    /**
     * The sum of this file, in lower case, from what {@link #checksums} holds: lines of {@code SUM  NAME}, or a sum alone.
     *
     * @throws IOException if there is none, as in the page of a portal that wants people to log in
     */
    String sumIn(String text) throws IOException {
        return text.lines()
                .map(line -> line.strip().split("\\s+\\*?", 2))
                .filter(words -> SHA_256.matcher(words[0]).matches())
                .filter(words -> words.length == 1 || words[1].equals(name()))
                .findFirst()
                .orElseThrow(() -> new IOException(checksums + " holds no SHA-256 of " + name()))[0]
                .toLowerCase(Locale.ROOT);
    }
}
