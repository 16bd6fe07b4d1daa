package dev.fleetcell.images.content;

import java.io.IOException;

/**
 * The Maven coordinates of a jar.
 *
 * @param classifier may be empty
 */
record Coordinates(String group, String artefact, String classifier, String version) {
    /** Reads {@code group:artefact:classifier:type:version}, as Quarkus lists the dependencies of an application. */
    static Coordinates parse(String line) throws IOException {
        String[] parts = line.strip().split(":", -1);
        if (parts.length != 5) {
            throw new IOException(
                    "'" + line + "' is not group:artefact:classifier:type:version, as Quarkus lists dependencies");
        }
        return new Coordinates(parts[0], parts[1], parts[2], parts[4]);
    }

    /** The name of the jar in the folder {@code lib} of an application. */
    String quarkusFileName() {
        return group + "." + artefact + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
    }

    /** The package URL. */
    String purl() {
        String plain = "pkg:maven/" + group + "/" + artefact + "@" + version.replace("+", "%2B");
        return plain + (classifier.isEmpty() ? "?type=jar" : "?classifier=" + classifier + "&type=jar");
    }
}
