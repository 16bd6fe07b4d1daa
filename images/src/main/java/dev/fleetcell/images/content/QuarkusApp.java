package dev.fleetcell.images.content;

import dev.fleetcell.images.archive.Digests;
import dev.fleetcell.images.archive.Tree;
import dev.fleetcell.images.content.Component.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** An application in the folder {@code quarkus-app}, as Quarkus packages it: its own jars, and libraries in {@code lib}. */
public final class QuarkusApp {
    /** Where it is in the image, without a leading slash. */
    public static final String HOME = "app";

    /** The jar that starts it, relative to its folder. */
    public static final String STARTER = "quarkus-run.jar";

    private static final String OWN_GROUP = "dev.fleetcell";
    private static final List<String> OWN_LICENCE = List.of("Apache-2.0");
    private static final String COORDINATES = "quarkus-app-dependencies.txt";
    private static final String FLAT = "AotQuarkusEntryPoint";

    private final Path folder;
    private final String version;
    private final Map<String, Coordinates> libraries;
    private final SortedMap<Path, String> digests;

    private QuarkusApp(
            Path folder, String version, Map<String, Coordinates> libraries, SortedMap<Path, String> digests) {
        this.folder = folder;
        this.version = version;
        this.libraries = libraries;
        this.digests = digests;
    }

    /**
     * Reads what is in the folder.
     *
     * @param folder {@code quarkus-app}
     * @param version of FleetCell
     * @throws IOException if it is not there or not complete; the message says what to do
     */
    public static QuarkusApp read(Path folder, String version) throws IOException {
        Path coordinates = folder.resolve(COORDINATES);
        if (!Files.exists(coordinates) || !Files.exists(folder.resolve(STARTER))) {
            throw new IOException("there is no " + STARTER + " or no " + COORDINATES + " in " + folder
                    + ": run 'make images' in the root folder of the checkout, which builds them");
        }
        Map<String, Coordinates> libraries = new HashMap<>();
        for (String line : Files.readAllLines(coordinates)) {
            Coordinates library = Coordinates.parse(line);
            libraries.put(library.quarkusFileName(), library);
        }
        SortedMap<Path, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith(COORDINATES)) {
                    digests.put(folder.relativize(file), Digests.of(file));
                }
            }
        }
        return new QuarkusApp(folder, version, libraries, digests);
    }

    /** Tells whether all of its classes are loaded by the JVM's own class loader: only those can be in a start-up cache. */
    public boolean hasFlatClassPath() throws IOException {
        try (JarFile starter = new JarFile(folder.resolve(STARTER).toFile())) {
            String main = starter.getManifest().getMainAttributes().getValue("Main-Class");
            return main != null && main.endsWith(FLAT);
        }
    }

    /** Libraries that the other application has, too, at the same place and with the same content. */
    public Part sharedLibraries(QuarkusApp other) throws IOException {
        return part((file, digest) -> isLibrary(file) && digest.equals(other.digests.get(file)));
    }

    /** The other libraries of others. */
    public Part furtherLibraries(QuarkusApp other) throws IOException {
        return part((file, digest) -> isLibrary(file) && !digest.equals(other.digests.get(file)));
    }

    /** What FleetCell's own build made. */
    public Part application() throws IOException {
        return part((file, digest) -> !isLibrary(file));
    }

    private Part part(BiPredicate<Path, String> wanted) throws IOException {
        Tree tree = new Tree();
        List<Component> components = new ArrayList<>();
        for (var file : digests.entrySet()) {
            if (wanted.test(file.getKey(), file.getValue())) {
                tree.file(HOME + "/" + file.getKey(), folder.resolve(file.getKey()));
                components.add(component(file.getKey(), file.getValue()));
            }
        }
        return new Part(tree, components);
    }

    private boolean isLibrary(Path file) {
        return file.startsWith("lib") && !name(file).startsWith(OWN_GROUP + ".");
    }

    private Component component(Path file, String digest) throws IOException {
        List<String> place = List.of("/" + HOME + "/" + file);
        if (file.startsWith("app")) {
            String artefact = name(file).replace("-" + version + ".jar", "");
            return new Component(
                    Kind.APPLICATION,
                    OWN_GROUP,
                    artefact,
                    version,
                    Optional.of(new Coordinates(OWN_GROUP, artefact, "", version).purl()),
                    OWN_LICENCE,
                    place,
                    Optional.of(digest),
                    Optional.empty());
        }
        if (!file.startsWith("lib")) {
            return new Component(
                    Kind.FILE,
                    OWN_GROUP,
                    name(file),
                    version,
                    Optional.empty(),
                    List.of(),
                    place,
                    Optional.of(digest),
                    Optional.of("generated by Quarkus from FleetCell and its libraries"));
        }
        Coordinates library = libraries.get(name(file));
        if (library == null) {
            throw new IOException(folder.resolve(file) + " is not in " + folder.resolve(COORDINATES)
                    + ": is it a rest of an older build? Run 'make clean' and build again");
        }
        boolean own = library.group().equals(OWN_GROUP);
        return new Component(
                Kind.LIBRARY,
                library.group(),
                library.artefact(),
                library.version(),
                Optional.of(library.purl()),
                own ? OWN_LICENCE : Licences.of(folder.resolve(file)),
                place,
                Optional.of(digest),
                Optional.empty());
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
