package dev.fleetcell.images.content;

import dev.fleetcell.sandbox.files.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A package of Debian or one of its children, downloaded by this machine's own apt, which checks its signature.
 *
 * @param version as dpkg numbers it
 * @param architecture as dpkg names it
 * @param distribution such as {@code debian}
 * @param release such as {@code 12}
 * @param content the folder with its files
 */
record DebianPackage(String version, String architecture, String distribution, String release, Path content) {
    /** Downloads the package into a folder, or takes the one that is there when apt cannot be asked. */
    static DebianPackage get(String name, Path folder) throws IOException {
        Optional<IOException> failed = download(name, folder);
        Optional<Path> archive = newest(name, folder);
        if (archive.isEmpty()) {
            throw failed.orElseGet(() -> new IOException("apt-get download wrote no " + name + " into " + folder));
        }
        Path content = folder.resolve(name);
        FileTree.delete(content);
        String file = archive.get().toString();
        Command.run(folder, "dpkg-deb", "--extract", file, content.toString());
        Properties system = new Properties();
        try (var in = Files.newBufferedReader(Path.of("/etc/os-release"))) {
            system.load(in);
        }
        return new DebianPackage(
                Command.run(folder, "dpkg-deb", "--field", file, "Version"),
                Command.run(folder, "dpkg-deb", "--field", file, "Architecture"),
                plain(system, "ID"),
                plain(system, "VERSION_ID"),
                content);
    }

    private static Optional<IOException> download(String name, Path folder) {
        try {
            List<Path> before = archives(name, folder);
            Command.run(folder, "apt-get", "-q", "-o", "APT::Sandbox::User=", "download", name);
            if (archives(name, folder).size() > before.size()) {
                for (Path old : before) {
                    Files.delete(old);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private static Optional<Path> newest(String name, Path folder) throws IOException {
        return archives(name, folder).stream().max(Comparator.comparing(Path::toString));
    }

    private static List<Path> archives(String name, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith(name + "_"))
                    .toList();
        }
    }

    private static String plain(Properties system, String key) {
        return system.getProperty(key, "unknown").replace("\"", "");
    }
}
