package dev.fleetcell.images;

import dev.fleetcell.images.content.QuarkusApp;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** An application in the layout of Quarkus; its jars hold nothing but a line of text. */
final class FakeApp {
    static final String VERSION = "1.2.3";

    private FakeApp() {}

    /** Writes an application with the library {@code shared} that all have and one of its own, all files with that time. */
    static QuarkusApp write(Path folder, String name, FileTime time) throws IOException {
        jar(folder.resolve("lib/boot/org.example.shared-1.0.jar"), "shared", "Apache-2.0");
        jar(folder.resolve("lib/main/org.example." + name + "-2.0-linux.jar"), name, "");
        jar(folder.resolve("lib/main/dev.fleetcell.fleetcell-crds-" + VERSION + ".jar"), "crds", "");
        jar(folder.resolve("app/fleetcell-" + name + "-" + VERSION + ".jar"), "app", "");
        jar(folder.resolve("quarkus/generated-bytecode.jar"), "generated", "");
        jar(folder.resolve("quarkus-run.jar"), "run", "");
        Files.write(
                folder.resolve("quarkus-app-dependencies.txt"),
                List.of(
                        "org.example:shared::jar:1.0",
                        "org.example:" + name + ":linux:jar:2.0",
                        "dev.fleetcell:fleetcell-crds::jar:" + VERSION));
        try (var files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, time);
            }
        }
        return QuarkusApp.read(folder, VERSION);
    }

    private static void jar(Path file, String text, String licence) throws IOException {
        Files.createDirectories(file.resolve(".."));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!licence.isEmpty()) {
            manifest.getMainAttributes().putValue("Bundle-License", licence);
        }
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            entry(jar, "META-INF/MANIFEST.MF");
            manifest.write(jar);
            entry(jar, text);
        }
    }

    private static void entry(JarOutputStream jar, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        jar.putNextEntry(entry);
    }
}
