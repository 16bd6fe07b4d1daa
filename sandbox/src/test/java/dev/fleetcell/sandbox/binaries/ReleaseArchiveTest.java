package dev.fleetcell.sandbox.binaries;

import static dev.fleetcell.sandbox.Failure.assertSays;
import static dev.fleetcell.sandbox.binaries.FakeReleaseSite.file;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseArchiveTest {
    private static final int LIMIT = 4096;

    @TempDir
    Path folder;

    @Test
    void onlyTheWantedFileIsWritten() throws Exception {
        extract(file("top/README.md", 3), file("top/etcd", LIMIT - 3));
        assertEquals(LIMIT - 3, Files.size(program()));
        assertFalse(Files.exists(folder.resolve("README.md")));
    }

    @Test
    void aLinkInPlaceOfTheProgramIsRefused() {
        TarArchiveEntry link = new TarArchiveEntry("top/etcd", TarConstants.LF_SYMLINK);
        link.setLinkName("/bin/sh");
        assertRefused(UntrustedReleaseException.class, "top/etcd in etcd.tar.gz is not a plain file", link);
    }

    @Test
    void anArchiveThatUnpacksToMoreThanTheLimitIsRefused() {
        assertRefused(
                IOException.class,
                "etcd.tar.gz unpacks to more than 4096 bytes",
                file("top/doc", 4000),
                file("top/etcd", 97));
    }

    @Test
    void anArchiveWithoutTheProgramIsRefused() {
        assertRefused(IOException.class, "etcd.tar.gz holds no top/etcd", file("top/etcdctl", 5));
    }

    private void assertRefused(Class<? extends IOException> type, String message, TarArchiveEntry... entries) {
        assertSays(type, () -> extract(entries), message);
        assertFalse(Files.exists(program()));
    }

    private void extract(TarArchiveEntry... entries) throws IOException {
        Path archive = Files.write(folder.resolve("etcd.tar.gz"), FakeReleaseSite.archive(entries));
        ReleaseArchive.extract(archive, "top/etcd", program(), LIMIT);
    }

    private Path program() {
        return folder.resolve("etcd");
    }
}
