package dev.fleetcell.images.content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a machine keeps its shared libraries. */
interface Machine {
    /** The files that could be the library of that name, the best first; all of them are there, and any may be for another processor. */
    List<Path> candidates(String library) throws IOException;

    /** The package that brought a file, where a package manager knows it. */
    Optional<DebianPackage> owner(Path file) throws IOException;
}
