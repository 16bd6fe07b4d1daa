package dev.fleetcell.sandbox.binaries;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A {@code .tar.gz} of which one file is wanted: nothing else is written, and nothing behind that file is read. */
final class ReleaseArchive {
    private ReleaseArchive() {}

    /**
     * Writes the entry {@code name} to the file {@code to}, which must not exist.
     *
     * @param limit most bytes that may be unpacked on the way to its end
     * @throws UntrustedReleaseException if an entry lies outside of the archive, or the wanted one is a link
     * @throws IOException if there is no such entry, or it would exceed the limit
     */
    static void extract(Path archive, String name, Path to, long limit) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
            long unpacked = 0;
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                checkInside(archive, entry);
                unpacked = Math.addExact(unpacked, entry.getSize());
                if (unpacked > limit) {
                    throw new IOException(archive.getFileName() + " unpacks to more than " + limit + " bytes");
                }
                if (entry.getName().equals(name)) {
                    if (!entry.isFile() || entry.isSymbolicLink() || entry.isLink()) {
                        throw new UntrustedReleaseException(
                                name + " in " + archive.getFileName() + " is not a plain file");
                    }
                    Files.copy(tar, to);
                    return;
                }
            }
        }
        throw new IOException(archive.getFileName() + " holds no " + name);
    }

    private static void checkInside(Path archive, TarArchiveEntry entry) throws IOException {
        String name = entry.getName();
        if (name.startsWith("/") || List.of(name.split("/", -1)).contains("..")) {
            throw new UntrustedReleaseException(archive.getFileName() + " holds a path outside of itself: " + name);
        }
    }
}
