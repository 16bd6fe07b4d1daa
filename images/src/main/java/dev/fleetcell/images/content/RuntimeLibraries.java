package dev.fleetcell.images.content;

import dev.fleetcell.images.archive.Digests;
import dev.fleetcell.images.archive.Entry;
import dev.fleetcell.images.archive.Tree;
import dev.fleetcell.images.content.Component.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The libraries that a Java run time needs beside the C library. Temurin needs none; a distribution's JDK is linked with the
 * distribution's zlib and C++ library, among others, and does not start without them.
 *
 * <p>Every program and library in the image is asked which libraries it is linked with. What no file of the image is named like is
 * copied from this machine, into the folder of the C library, where the loader looks; and is asked in turn. What is opened by name
 * while Java runs is not seen: none of the modules in {@link JavaRuntime} does that beyond the C library.
 */
public final class RuntimeLibraries {
    private final Machine machine;

    RuntimeLibraries(Machine machine) {
        this.machine = machine;
    }

    /**
     * Adds them to the run time, from this machine.
     *
     * @throws IOException if one is nowhere on this machine; the message says which, who needs it and what to do
     */
    public static Part addTo(Part java, Part system) throws IOException {
        return new RuntimeLibraries(new ThisMachine()).complete(java, system);
    }

    Part complete(Part java, Part system) throws IOException {
        Set<String> present = new HashSet<>();
        Deque<Path> toRead = new ArrayDeque<>();
        for (Tree tree : List.of(system.tree(), java.tree())) {
            for (var named : tree.entries().entrySet()) {
                if (!(named.getValue() instanceof Entry.Directory)) {
                    present.add(String.valueOf(Path.of(named.getKey()).getFileName()));
                }
                if (named.getValue() instanceof Entry.RegularFile(int mode, Entry.OnDisk(Path path))) {
                    toRead.add(path);
                }
            }
        }
        List<Component> components = new ArrayList<>(java.components());
        for (Path file = toRead.poll(); file != null; file = toRead.poll()) {
            Optional<ElfFile> elf = ElfFile.read(file);
            if (elf.isEmpty()) {
                continue;
            }
            for (String library : elf.get().needed()) {
                if (present.add(library)) {
                    Path found = find(library, elf.get().machine(), file);
                    components.add(add(library, found, CLibrary.folderIn(system.tree()), java.tree()));
                    toRead.add(found);
                }
            }
        }
        return new Part(java.tree(), components);
    }

    private Path find(String library, int processor, Path neededBy) throws IOException {
        for (Path candidate : machine.candidates(library)) {
            if (ElfFile.read(candidate)
                    .filter(elf -> elf.machine() == processor)
                    .isPresent()) {
                return candidate.toRealPath();
            }
        }
        throw new IOException(neededBy + " needs the library " + library + ", which the image does not have, and this"
                + " machine has it neither beside its C library nor in the cache of ldconfig. Use a Temurin JDK, which"
                + " needs the C library only (JAVA_HOME names it), or install the package that has " + library);
    }

    /** Adds a file to the tree, and its package's licence where that is known, and says what it is. */
    private Component add(String library, Path file, String folder, Tree tree) throws IOException {
        String target = folder + "/" + library;
        tree.file(target, file);
        String fileName = String.valueOf(file.getFileName());
        Optional<DebianPackage> owner = machine.owner(file);
        if (owner.isPresent()) {
            String copyright = "usr/share/doc/" + owner.get().name() + "/copyright";
            Path text = owner.get().content().resolve(copyright);
            if (Files.exists(text)) {
                tree.file(copyright, text.toRealPath());
            }
        }
        return new Component(
                Kind.LIBRARY,
                owner.map(DebianPackage::distribution).orElse(""),
                owner.map(DebianPackage::name).orElse(library),
                // libz.so.1.2.13 tells its version; where there is none, the whole name is better than nothing.
                owner.map(DebianPackage::version).orElseGet(() -> fileName.replaceFirst("^.*\\.so\\.", "")),
                owner.map(DebianPackage::purl),
                List.of(),
                List.of("/" + target),
                Optional.of(Digests.of(file)),
                Optional.of(
                        "the Java run time is linked with it; copied from the machine that built the image: " + file));
    }
}
