package dev.fleetcell.images.content;

import dev.fleetcell.sandbox.files.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A package of Debian or one of its children: downloaded by this machine's own apt, which checks its signature, or installed.
 *
 * @param name without the architecture
 * @param version as dpkg numbers it
 * @param architecture as dpkg names it
 * @param distribution such as {@code debian}
 * @param release such as {@code 12}
 * @param content the folder with its files; of one that is installed {@code /}
 */
record DebianPackage(
        String name, String version, String architecture, String distribution, String release, Path content) {
    private static final Path ROOT = Path.of("/");
    private static final String USR = "/usr";
    private static final int FIELDS = 3;

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
        Properties system = system();
        return new DebianPackage(
                name,
                Command.run(folder, "dpkg-deb", "--field", file, "Version"),
                Command.run(folder, "dpkg-deb", "--field", file, "Architecture"),
                plain(system, "ID"),
                plain(system, "VERSION_ID"),
                content);
    }

    /** The installed package that a file of this machine belongs to; empty where there is no dpkg or it does not know the file. */
    static Optional<DebianPackage> owning(Path file) throws IOException {
        String path = file.toString();
        // Where /lib is a link to /usr/lib, dpkg may know the file by the one path only or by the other.
        for (String spelling : List.of(path, path.startsWith(USR + "/") ? path.substring(USR.length()) : USR + path)) {
            Optional<String> owner = dpkg("--search", spelling)
                    .flatMap(said -> said.lines()
                            .filter(line -> !line.startsWith("diversion ") && line.endsWith(": " + spelling))
                            .findFirst())
                    .map(line -> line.substring(0, line.lastIndexOf(": ")).split(",", -1)[0]);
            Optional<List<String>> fields = owner.flatMap(
                            name -> dpkg("--show", "--showformat=${Package}\n${Version}\n${Architecture}", name))
                    .map(said -> said.lines().toList());
            if (fields.isPresent() && fields.get().size() == FIELDS) {
                List<String> field = fields.get();
                Properties system = system();
                return Optional.of(new DebianPackage(
                        field.get(0),
                        field.get(1),
                        field.get(2),
                        plain(system, "ID"),
                        plain(system, "VERSION_ID"),
                        ROOT));
            }
        }
        return Optional.empty();
    }

    /** The package URL, by which scanners know it. */
    String purl() {
        return "pkg:deb/" + distribution + "/" + name.replace("+", "%2B") + "@" + version.replace("+", "%2B") + "?arch="
                + architecture + "&distro=" + distribution + "-" + release;
    }

    /** What dpkg-query answers; empty where it is not there or has no answer. */
    private static Optional<String> dpkg(String... question) {
        List<String> command = new ArrayList<>(List.of("dpkg-query"));
        command.addAll(List.of(question));
        try {
            return Optional.of(Command.run(ROOT, command.toArray(String[]::new)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Properties system() throws IOException {
        Properties system = new Properties();
        try (var in = Files.newBufferedReader(Path.of("/etc/os-release"))) {
            system.load(in);
        }
        return system;
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
