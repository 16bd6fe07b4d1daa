package dev.fleetcell.sandbox.binaries;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of the folder {@code go}, which travel in the jar. */
final class GoResources {
    private static final List<String> MODULE_FILES = List.of("go.mod", "go.sum");

    private GoResources() {}

    static String text(String path) throws IOException {
        try (InputStream in = GoResources.class.getResourceAsStream("go/" + path)) {
            if (in == null) {
                throw new IOException("go/" + path + " is missing from the sandbox's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** All that decides what a module builds, as one text. */
    static String text(GoModule module) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String file : MODULE_FILES) {
            all.append(text(module.folder() + "/" + file));
        }
        return all.toString();
    }

    /** Writes a module's files into a folder below {@code parent} and returns that folder. */
    static Path write(GoModule module, Path parent) throws IOException {
        Path folder = Files.createDirectories(parent.resolve(module.folder()));
        for (String file : MODULE_FILES) {
            Files.writeString(folder.resolve(file), text(module.folder() + "/" + file));
        }
        return folder;
    }
}
