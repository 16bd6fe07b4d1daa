package dev.fleetcell.images.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.images.archive.Digests;
import dev.fleetcell.images.archive.Entry;
import dev.fleetcell.images.archive.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run time that needs more than the C library, on a machine whose libraries are small files of this test. */
class RuntimeLibrariesTest {
    private static final String FOLDER = "lib/here";

    @TempDir
    Path folder;

    private Path library = Path.of("");
    private Path foreign = Path.of("");
    private Part system = new Part(new Tree(), List.of());

    /** Libraries in two folders, the first full of those for another processor; libz.so.1 belongs to a package. */
    private final class FakeMachine implements Machine {
        @Override
        public List<Path> candidates(String name) {
            return Stream.of(foreign.resolve(name), library.resolve(name))
                    .filter(Files::exists)
                    .toList();
        }

        @Override
        public Optional<DebianPackage> owner(Path file) {
            return file.endsWith("libz.so.1.2.13")
                    ? Optional.of(new DebianPackage("zlib1g++", "1:1.2+dfsg", "amd64", "debian", "12", folder))
                    : Optional.empty();
        }
    }

    @BeforeEach
    void machine() throws IOException {
        library = Files.createDirectories(folder.resolve("library"));
        foreign = Files.createDirectories(folder.resolve("foreign"));
        system = new Part(
                new Tree()
                        .file(FOLDER + "/libc.so.6", fake("libc.so.6", "ld.so"))
                        .text("lib64/ld.so", "loader"),
                List.of());
    }

    @Test
    void aRunTimeThatNeedsTheCLibraryOnlyGetsNothing() throws IOException {
        Part java = java(fake("java", "libjli.so", "libc.so.6"));
        java.tree().file("opt/java/lib/libjli.so", fake("libjli.so", "libc.so.6"));
        Set<String> before = Set.copyOf(java.tree().entries().keySet());
        Part complete = complete(java);
        assertEquals(before, complete.tree().entries().keySet());
        assertEquals(List.of(), complete.components());
    }

    @Test
    void whatItNeedsIsCopiedBesideTheCLibraryAlsoWhatALibraryNeedsInTurn() throws IOException {
        fake("libstdc++.so.6", "libgcc_s.so.1", "libc.so.6");
        fake("libgcc_s.so.1", "libc.so.6");
        Part complete = complete(java(fake("java", "libstdc++.so.6", "libc.so.6")));
        assertEquals(
                Set.of(FOLDER + "/libstdc++.so.6", FOLDER + "/libgcc_s.so.1", "opt/java/bin/java"), files(complete));
        assertEquals(
                List.of("/" + FOLDER + "/libstdc++.so.6", "/" + FOLDER + "/libgcc_s.so.1"),
                complete.components().stream()
                        .map(component -> component.paths().getFirst())
                        .toList());
    }

    @Test
    void theBillNamesThePackageAndTheImageHasItsLicence() throws IOException {
        Path real = fake("libz.so.1.2.13", "libc.so.6");
        Files.createSymbolicLink(library.resolve("libz.so.1"), real);
        Path licence = folder.resolve("usr/share/doc/zlib1g++/copyright");
        Files.createDirectories(licence.resolveSibling(""));
        Files.writeString(licence, "Zlib");
        Part complete = complete(java(fake("java", "libz.so.1")));
        Component zlib = complete.components().getFirst();
        assertEquals("zlib1g++", zlib.name());
        assertEquals("1:1.2+dfsg", zlib.version());
        assertEquals(Optional.of("pkg:deb/debian/zlib1g%2B%2B@1:1.2%2Bdfsg?arch=amd64&distro=debian-12"), zlib.purl());
        assertEquals(Optional.of(Digests.of(real)), zlib.sha256());
        assertTrue(files(complete).contains("usr/share/doc/zlib1g++/copyright"), files(complete)::toString);
    }

    @Test
    void aLibraryOfNoPackageIsNamedAfterItsFile() throws IOException {
        Files.createSymbolicLink(library.resolve("libfoo.so.2"), fake("libfoo.so.2.7.1"));
        Component foo = complete(java(fake("java", "libfoo.so.2"))).components().getFirst();
        assertEquals("libfoo.so.2 2.7.1", foo.name() + " " + foo.version());
        assertEquals(Optional.empty(), foo.purl());
    }

    @Test
    void aLibraryForAnotherProcessorIsPassedOver() throws IOException {
        FakeLibrary.write(foreign.resolve("libz.so.1"), FakeLibrary.I386);
        Path right = fake("libz.so.1");
        Tree tree = complete(java(fake("java", "libz.so.1"))).tree();
        Entry copied = Objects.requireNonNull(tree.entries().get(FOLDER + "/libz.so.1"));
        assertEquals(new Entry.RegularFile(0644, new Entry.OnDisk(right.toRealPath())), copied);
    }

    @Test
    void aLibraryThatIsNowhereEndsTheBuildWithWhatToDo() throws IOException {
        Part java = java(fake("java", "libodd.so.3"));
        FakeLibrary.write(foreign.resolve("libodd.so.3"), FakeLibrary.I386);
        String said = String.valueOf(
                assertThrows(IOException.class, () -> complete(java)).getMessage());
        assertTrue(said.contains("java needs the library libodd.so.3"), said);
        assertTrue(said.contains("Use a Temurin JDK"), said);
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Path whole = fake("java", "libz.so.1");
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(whole, Arrays.copyOf(bytes, 80));
        String said = String.valueOf(
                assertThrows(IOException.class, () -> complete(java(whole))).getMessage());
        assertTrue(said.startsWith(whole.toString()), said);
    }

    @Test
    void theFilesOfARealJdkAreRead() throws IOException {
        Path home = Path.of(System.getProperty("java.home"));
        ElfFile program = ElfFile.read(home.resolve("bin/java")).orElseThrow();
        assertTrue(program.needed().contains("libjli.so"), program::toString);
        assertTrue(program.needed().contains("libc.so.6"), program::toString);
        assertEquals(Optional.empty(), ElfFile.read(home.resolve("release")));
    }

    @Test
    void theLoadersCacheIsReadWithoutWhatIsForNewProcessorsOnly() {
        String printed = """
                3 libs found in cache `/etc/ld.so.cache'
                \tlibz.so.1 (libc6,x86-64, hwcap: "x86-64-v3") => /usr/lib64/glibc-hwcaps/x86-64-v3/libz.so.1
                \tlibz.so.1 (libc6,x86-64) => /usr/lib64/libz.so.1
                \tlibz.so.1 (libc6) => /usr/lib/libz.so.1
                \tlibz.so (libc6,x86-64) => /usr/lib64/libz.so
                """;
        assertEquals(
                List.of(Path.of("/usr/lib64/libz.so.1"), Path.of("/usr/lib/libz.so.1")),
                ThisMachine.inCache("libz.so.1", printed));
    }

    private Part complete(Part java) throws IOException {
        return new RuntimeLibraries(new FakeMachine()).complete(java, system);
    }

    private static Part java(Path program) {
        return new Part(new Tree().program("opt/java/bin/java", program), List.of());
    }

    private Path fake(String name, String... needed) throws IOException {
        return FakeLibrary.write(library.resolve(name), FakeLibrary.AMD64, needed);
    }

    private static Set<String> files(Part part) {
        return part.tree().entries().entrySet().stream()
                .filter(named -> !(named.getValue() instanceof Entry.Directory))
                .map(named -> named.getKey())
                .collect(Collectors.toSet());
    }
}
