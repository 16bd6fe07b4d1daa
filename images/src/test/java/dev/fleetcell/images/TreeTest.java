package dev.fleetcell.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.images.archive.Entry;
import dev.fleetcell.images.archive.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {
    @Test
    void parentFoldersComeByThemselvesAndBeforeTheirContent() {
        Tree tree = new Tree().text("a/b/c", "x").text("a/b-c", "y");
        assertEquals(
                List.of("a", "a/b", "a/b-c", "a/b/c"),
                List.copyOf(tree.entries().keySet()));
        assertEquals(0755, mode(tree, "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "etc/", "../etc", "a/../b"})
    void aPathThatCouldLeaveTheImageIsRefused(String path) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> new Tree().text(path, ""));
        assertTrue(e.toString().contains("without"), e.toString());
    }

    @Test
    void ofTheModesOnDiskOnlyThatOfExecutionIsKept(@TempDir Path folder) throws Exception {
        Path program = Files.writeString(folder.resolve("program"), "");
        Path data = Files.writeString(folder.resolve("data"), "");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("data"));
        Tree tree = new Tree().folder("x", folder, file -> true);
        assertEquals(0755, mode(tree, "x/program"));
        assertEquals(0644, mode(tree, "x/data"));
        assertEquals(new Entry.Link("data"), tree.entries().get("x/link"));
    }

    private static int mode(Tree tree, String path) {
        return Objects.requireNonNull(tree.entries().get(path), path).mode();
    }
}
