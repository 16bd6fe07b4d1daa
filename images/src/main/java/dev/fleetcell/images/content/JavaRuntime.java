package dev.fleetcell.images.content;

import dev.fleetcell.images.archive.Tree;
import dev.fleetcell.images.content.Component.Kind;
import dev.fleetcell.sandbox.files.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The JDK that runs this, trimmed by jlink to what the two programs use. */
public final class JavaRuntime {
    /** Where it is in the image, without a leading slash. */
    public static final String HOME = "opt/java";

    private static final List<String> MODULES = List.of(
            "java.base",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            // Kerberos in TLS and in the PostgreSQL driver: their classes refer to it.
            "java.security.jgss",
            // The PostgreSQL driver.
            "java.sql",
            "java.xml",
            // So that a flight recording can be made of a container that misbehaves.
            "jdk.jfr",
            "jdk.management",
            // Netty's look-up of name servers.
            "jdk.naming.dns",
            // sun.misc.Unsafe, in Netty.
            "jdk.unsupported",
            "jdk.zipfs");

    private final Path home;

    private JavaRuntime(Path home) {
        this.home = home;
    }

    /**
     * Links the run time into a folder, which is replaced.
     *
     * @param time the time of change that every file gets: the JVM compares it when it uses a start-up cache
     * @throws IOException if this is no JDK with jlink; the message says what to do
     */
    public static JavaRuntime link(Path home, FileTime time) throws IOException {
        Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
        if (!Files.isExecutable(jlink)) {
            throw new IOException("there is no " + jlink + ": use a JDK that has it, such as Temurin");
        }
        FileTree.delete(home);
        // A process of its own: a second run in the same JVM orders some generated classes differently.
        Command.run(
                Path.of("").toAbsolutePath(),
                jlink.toString(),
                "--add-modules",
                String.join(",", MODULES),
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                "--compress=zip-6",
                "--output",
                home.toString());
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, time);
            }
        }
        return new JavaRuntime(home);
    }

    /** The program {@code java} on this machine. */
    public Path program() {
        return home.resolve("bin/java");
    }

    /** Its files: of the programs only {@code java}. */
    public Part part() throws IOException {
        Tree tree = new Tree().folder(HOME, home, file -> !file.startsWith("bin") || file.endsWith("java"));
        Properties release = new Properties();
        try (var in = Files.newBufferedReader(Path.of(System.getProperty("java.home"), "release"))) {
            release.load(in);
        }
        String version = System.getProperty("java.runtime.version");
        Component component = new Component(
                Kind.PLATFORM,
                release.getProperty("IMPLEMENTOR", System.getProperty("java.vendor"))
                        .replace("\"", ""),
                "openjdk",
                version,
                Optional.of("pkg:generic/openjdk@" + version.replace("+", "%2B")),
                List.of("GPL-2.0-only WITH Classpath-exception-2.0"),
                List.of("/" + HOME),
                Optional.empty(),
                Optional.of("linked by jlink from " + System.getProperty("java.vm.vendor") + " "
                        + System.getProperty("java.vendor.version", version) + ", modules "
                        + String.join(" ", MODULES)));
        return new Part(tree, List.of(component));
    }
}
