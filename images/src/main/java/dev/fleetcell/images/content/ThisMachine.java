package dev.fleetcell.images.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine that builds. The folder of its C library comes first, because there the distribution's own libraries are; then the
 * loader's cache, in which libraries that were installed by hand may stand before them.
 */
final class ThisMachine implements Machine {
    private static final Path ROOT = Path.of("/");
    private static final String POINTS_TO = " => ";

    @Override
    public List<Path> candidates(String library) throws IOException {
        return Stream.concat(Stream.of(CLibrary.ownLibc().resolveSibling(library)), inCache(library, cache()).stream())
                .filter(Files::isRegularFile)
                .toList();
    }

    @Override
    public Optional<DebianPackage> owner(Path file) throws IOException {
        return DebianPackage.owning(file);
    }

    /** What the loader's cache, as {@code ldconfig -p} prints it, has under that name, without what is for newer processors only. */
    static List<Path> inCache(String library, String printed) {
        return printed.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(library + " (") && line.contains(POINTS_TO))
                // An image is also started on older processors than that of this machine.
                .filter(line -> !line.contains("hwcap"))
                .map(line -> Path.of(line.substring(line.indexOf(POINTS_TO) + POINTS_TO.length())))
                .toList();
    }

    private static String cache() {
        try {
            // Not on everybody's PATH.
            return Command.run(ROOT, "/sbin/ldconfig", "-p");
        } catch (IOException e) {
            return "";
        }
    }
}
