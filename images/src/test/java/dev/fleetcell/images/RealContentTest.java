package dev.fleetcell.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.images.archive.Digests;
import dev.fleetcell.images.archive.Entry;
import dev.fleetcell.images.archive.Tree;
import dev.fleetcell.images.content.CLibrary;
import dev.fleetcell.images.content.JavaRuntime;
import dev.fleetcell.images.content.Part;
import dev.fleetcell.images.content.Platform;
import dev.fleetcell.images.content.RuntimeLibraries;
import dev.fleetcell.images.content.SystemFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is really in the two lowest layers, made from this machine's C library and JDK. */
class RealContentTest {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final Set<String> SHELLS = Set.of(
            "sh", "ash", "bash", "dash", "zsh", "ksh", "csh", "fish", "busybox", "toybox", "perl", "python3", "env");
    private static final int SET_ID = 06000;
    private static final int WRITABLE_BY_ALL = 02;
    private static final int EXECUTABLE = 0111;

    @TempDir
    static Path folder;

    private static Tree system = new Tree();
    private static Tree runTime = new Tree();

    @BeforeAll
    static void gather() throws IOException {
        Part library = CLibrary.fromThisMachine(Platform.current());
        assertEquals(1, library.components().size());
        system = SystemFiles.addTo(library.tree());
        runTime = linked("java", library);
    }

    @Test
    void nothingIsSetuidAndOnlyTmpIsWritableByAll() {
        all().forEach(named -> {
            boolean link = named.getValue() instanceof Entry.Link;
            int mode = named.getValue().mode();
            assertEquals(0, mode & SET_ID, named.getKey());
            assertEquals(named.getKey().equals("tmp"), !link && (mode & WRITABLE_BY_ALL) != 0, named.getKey());
        });
        assertEquals(01777, Objects.requireNonNull(system.entries().get("tmp")).mode());
    }

    @Test
    void thereIsNoShellAndJavaIsTheOnlyProgramInAFolderOfPrograms() {
        List<String> programs = all().filter(
                        named -> named.getValue() instanceof Entry.RegularFile file && (file.mode() & EXECUTABLE) != 0)
                .map(named -> named.getKey())
                .toList();
        assertTrue(programs.contains("opt/java/bin/java"), programs.toString());
        assertEquals(
                List.of("opt/java/bin/java"),
                programs.stream().filter(path -> path.contains("bin/")).toList());
        assertTrue(
                all().noneMatch(named ->
                        SHELLS.contains(String.valueOf(Path.of(named.getKey()).getFileName()))),
                programs.toString());
    }

    @Test
    void javaFindsEveryLibraryThatItNeedsInTheImage() throws Exception {
        Path root = Files.createDirectories(folder.resolve("root"));
        system.copyTo(root, FileTime.from(TIME));
        runTime.copyTo(root, FileTime.from(TIME));
        String libc = system.entries().keySet().stream()
                .filter(path -> path.endsWith("libc.so.6"))
                .findFirst()
                .orElseThrow();
        Path libraries = root.resolve(libc).resolveSibling("");
        String loader = system.entries().keySet().stream()
                .filter(path -> path.contains("/ld-linux"))
                .findFirst()
                .orElseThrow();
        Path home = root.resolve("opt/java");
        try (Stream<Path> files = Files.walk(home)) {
            for (Path object : files.filter(file -> file.toString().endsWith(".so") || file.endsWith("bin/java"))
                    .toList()) {
                Process list = new ProcessBuilder(
                                loader(root.resolve(loader)),
                                "--inhibit-cache",
                                "--library-path",
                                libraries + ":" + home.resolve("lib") + ":" + home.resolve("lib/server"),
                                "--list",
                                object.toString())
                        .redirectErrorStream(true)
                        .start();
                String said = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertEquals(0, list.waitFor(), object + ": " + said);
                said.lines()
                        .filter(line -> line.contains("=>"))
                        .forEach(line -> assertTrue(line.contains("=> " + root), object + " takes " + line.strip()));
            }
        }
    }

    @Test
    void linkingTheRunTimeTwiceGivesTheSameFiles() throws IOException {
        Tree again = linked("again", CLibrary.fromThisMachine(Platform.current()));
        assertEquals(runTime.entries().keySet(), again.entries().keySet());
        for (var named : runTime.entries().entrySet()) {
            Entry other = Objects.requireNonNull(again.entries().get(named.getKey()));
            assertEquals(content(named.getValue()), content(other), named.getKey());
        }
    }

    private static Tree linked(String name, Part library) throws IOException {
        Part java = JavaRuntime.link(folder.resolve(name), FileTime.from(TIME)).part();
        return RuntimeLibraries.addTo(java, library).tree();
    }

    /** Mode and digest of a file, the target of a link. */
    private static String content(Entry entry) throws IOException {
        return switch (entry) {
            case Entry.RegularFile(int mode, Entry.OnDisk(Path path)) -> mode + " " + Digests.of(path);
            default -> entry.toString();
        };
    }

    private static Stream<Map.Entry<String, Entry>> all() {
        return Stream.concat(system.entries().entrySet().stream(), runTime.entries().entrySet().stream());
    }

    /** Copies lose nothing here: the mode of the loader on disk does not matter to the image. */
    private static String loader(Path copy) {
        assertTrue(copy.toFile().setExecutable(true), copy.toString());
        return copy.toString();
    }
}
