package dev.fleetcell.images.content;

import dev.fleetcell.images.archive.Tree;
import dev.fleetcell.images.content.Component.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The GNU C library with its dynamic loader: all that every Java run time needs of a system. It is Debian's package {@code libc6}
 * where apt can get it, else the library that this process itself runs on.
 */
public final class CLibrary {
    private static final String LIBC = "libc.so.6";

    /** What the Java run time links with; on older systems look-ups in DNS load the last three by name. */
    private static final List<String> NEEDED =
            List.of(LIBC, "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1");

    private static final List<String> NAME_SERVICE = List.of("libresolv.so.2", "libnss_dns.so.2", "libnss_files.so.2");
    private static final List<String> LICENCE = List.of("LGPL-2.1-or-later");

    private CLibrary() {}

    /**
     * Debian's package in its newest version that this machine's apt knows.
     *
     * @param work a folder for the package and its content; a package that is there already is used when apt cannot be asked
     * @throws IOException if there is no apt, or it has no such package
     */
    public static Part fromDebian(Platform platform, Path work) throws IOException {
        Files.createDirectories(work);
        DebianPackage found = DebianPackage.get("libc6", work);
        Path libc = find(found.content(), LIBC);
        Path folder = parent(libc);
        String target = "" + found.content().relativize(folder);
        Tree tree = tree(platform, folder, target);
        Path copyright = found.content().resolve("usr/share/doc/libc6/copyright");
        if (Files.exists(copyright)) {
            tree.file("usr/share/doc/libc6/copyright", copyright);
        }
        Component component = new Component(
                Kind.LIBRARY,
                found.distribution(),
                "libc6",
                found.version(),
                Optional.of(found.purl()),
                LICENCE,
                List.of("/" + platform.loader(), "/" + target),
                Optional.empty(),
                Optional.of("the files that Java needs, from the package of the distribution"));
        return new Part(tree, List.of(component));
    }

    /**
     * The library that this process runs on, whatever system this is.
     *
     * @throws IOException if this process runs on another C library
     */
    public static Part fromThisMachine(Platform platform) throws IOException {
        Path libc = ownLibc();
        Path folder = parent(libc);
        String target = folder.toString().substring(1);
        Path program = Files.exists(folder.resolve(platform.loaderFile()))
                ? folder.resolve(platform.loaderFile())
                : Path.of("/").resolve(platform.loader());
        String banner = Command.run(folder, program.toString(), "--version")
                .lines()
                .findFirst()
                .orElse("unknown");
        Component component = new Component(
                Kind.LIBRARY,
                "gnu",
                "glibc",
                banner.substring(banner.lastIndexOf(' ') + 1).replaceAll("\\.$", ""),
                Optional.empty(),
                LICENCE,
                List.of("/" + platform.loader(), "/" + target),
                Optional.empty(),
                Optional.of("copied from the machine that built the image: " + banner));
        return new Part(tree(platform, folder, target), List.of(component));
    }

    /**
     * Where the C library is in an image, without a leading slash: the folder in which its loader looks for others.
     *
     * @throws IOException if there is none
     */
    static String folderIn(Tree system) throws IOException {
        String file = system.entries().keySet().stream()
                .filter(path -> path.endsWith("/" + LIBC))
                .findFirst()
                .orElseThrow(() -> new IOException("there is no " + LIBC + " in the image"));
        return parent(Path.of(file)).toString();
    }

    private static Tree tree(Platform platform, Path folder, String target) throws IOException {
        Tree tree = new Tree();
        for (String name : NEEDED) {
            tree.program(target + "/" + name, existing(folder.resolve(name)));
        }
        for (String name : NAME_SERVICE) {
            if (Files.exists(folder.resolve(name))) {
                tree.program(target + "/" + name, folder.resolve(name).toRealPath());
            }
        }
        Path beside = folder.resolve(platform.loaderFile());
        Path loader = Files.exists(beside) ? beside : Path.of("/").resolve(platform.loader());
        return tree.program(platform.loader(), existing(loader));
    }

    private static Path existing(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file + " is not there, which Java needs");
        }
        return file.toRealPath();
    }

    private static Path find(Path root, String name) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> path.endsWith(name))
                    .findFirst()
                    .orElseThrow(() -> new IOException("there is no " + name + " in " + root));
        }
    }

    /** Of the file that is mapped into this very process. */
    static Path ownLibc() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.indexOf('/') > 0)
                    .map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .filter(path -> path.endsWith(LIBC))
                    .findFirst()
                    .orElseThrow(() -> new IOException("this Java does not run on the GNU C library (" + LIBC
                            + "): build images on a system with glibc, such as Debian"));
        }
    }

    private static Path parent(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IOException(file + " is in no folder");
        }
        return parent;
    }
}
