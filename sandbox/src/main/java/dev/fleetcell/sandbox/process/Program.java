package dev.fleetcell.sandbox.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Finds a program before it is started, so that a wrong name is an error of the caller and not a line in a log. */
final class Program {
    private Program() {}

    /**
     * The program's path: {@code name} itself when it holds a slash, else the first executable of that name in PATH.
     *
     * @throws IOException if there is none
     */
    static Path locate(String name, Map<String, String> env) throws IOException {
        if (name.contains("/")) {
            Path path = Path.of(name).toAbsolutePath();
            if (Files.isExecutable(path) && !Files.isDirectory(path)) {
                return path;
            }
            throw new IOException(path + " is " + (Files.exists(path) ? "not an executable file" : "not there"));
        }
        String path = env.getOrDefault("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, name);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        throw new IOException("there is no program " + name + " in PATH (" + path + ")");
    }
}
