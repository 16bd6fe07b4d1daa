package dev.fleetcell.images.content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** What a jar says of its licence in its manifest. Many say nothing. */
final class Licences {
    private Licences() {}

    /** The licences in the manifest's {@code Bundle-License}: names, SPDX identifiers or addresses. */
    static List<String> of(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String said = manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-License");
            if (said == null) {
                return List.of();
            }
            return Arrays.stream(said.split(",", -1))
                    .map(licence -> licence.split(";", -1)[0].strip().replace("\"", ""))
                    .filter(licence -> !licence.isEmpty())
                    .distinct()
                    .toList();
        }
    }
}
