package dev.fleetcell.images.content;

import java.util.List;
import java.util.Optional;

/**
 * One thing that is in an image and was made as a whole by somebody: a jar, the Java run time, a package of the system.
 *
 * @param kind what it is
 * @param group who publishes it, such as a Maven group; may be empty
 * @param name such as a Maven artefact
 * @param version as its publisher numbers it
 * @param purl its package URL, by which scanners know it
 * @param licences names or SPDX expressions, as far as known
 * @param paths where it is in the image, with a leading slash: files or folders
 * @param sha256 of the one file that it is, in hexadecimal digits; empty when it is a folder or several files
 * @param note what else one should know about where it came from
 */
public record Component(
        Kind kind,
        String group,
        String name,
        String version,
        Optional<String> purl,
        List<String> licences,
        List<String> paths,
        Optional<String> sha256,
        Optional<String> note) {
    public Component {
        licences = List.copyOf(licences);
        paths = List.copyOf(paths);
    }

    /** Kinds of components, named as CycloneDX does in lower case. */
    public enum Kind {
        LIBRARY,
        APPLICATION,
        PLATFORM,
        FILE
    }
}
