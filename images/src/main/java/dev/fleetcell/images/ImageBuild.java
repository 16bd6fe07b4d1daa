package dev.fleetcell.images;

import dev.fleetcell.images.archive.ImageArchive;
import dev.fleetcell.images.archive.ImageConfig;
import dev.fleetcell.images.archive.Layer;
import dev.fleetcell.images.archive.LayerWriter;
import dev.fleetcell.images.archive.Tree;
import dev.fleetcell.images.content.Component;
import dev.fleetcell.images.content.Part;
import dev.fleetcell.images.content.Platform;
import dev.fleetcell.images.content.QuarkusApp;
import dev.fleetcell.images.content.SystemFiles;
import dev.fleetcell.images.sbom.BillOfMaterials;
import dev.fleetcell.images.training.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts images together. From bottom to top, from what seldom changes to what always does: the C library, the Java run time, the
 * libraries that both programs have, the further ones, the application, its start-up cache. The first three are the same layers in
 * both images. All but the last are the same in every build.
 */
final class ImageBuild {
    private final Release release;
    private final Platform platform;
    private final Path output;
    private final LayerWriter layers;
    private final Part system;
    private final Part java;

    /**
     * A build of images.
     *
     * @param output the folder for the archives and the bills of materials; it exists
     * @param system the C library
     * @param java the Java run time
     */
    ImageBuild(Release release, Platform platform, Path output, Part system, Part java) throws IOException {
        this.release = release;
        this.platform = platform;
        this.output = output;
        this.layers = new LayerWriter(Files.createDirectories(output.resolve("layers")), release.time());
        this.system = new Part(SystemFiles.addTo(system.tree()), system.components());
        this.java = java;
    }

    /** Lays out the part of an image that its start-up cache is made from, below a folder that is empty or absent. */
    void layOut(QuarkusApp app, QuarkusApp other, Path root) throws IOException {
        for (Part part : parts(app, other)) {
            part.tree().copyTo(root, FileTime.from(release.time()));
        }
    }

    /**
     * Writes the archive {@code <program>.tar} and its bill {@code <program>.cdx.json}, and returns the layers.
     *
     * @param other the application of the other image, with which layers are shared
     * @param cache the start-up cache; empty: an image without one
     */
    List<Layer> write(Program program, QuarkusApp app, QuarkusApp other, Optional<Path> cache) throws IOException {
        List<Layer> written = new ArrayList<>();
        written.add(layers.write("C library", system.tree()));
        written.add(layers.write("Java run time", java.tree()));
        List<Part> parts = parts(app, other);
        written.add(layers.write("libraries of both programs", parts.get(0).tree()));
        written.add(layers.write("further libraries", parts.get(1).tree()));
        written.add(layers.write("application", parts.get(2).tree()));
        if (cache.isPresent()) {
            written.add(layers.write("start-up cache", new Tree().file(Launch.CACHE_FILE, cache.get())));
        }
        String id = ImageArchive.write(
                output.resolve(program.id() + ".tar"), tag(program), config(program, cache.isPresent()), written);
        List<Component> components = new ArrayList<>(system.components());
        components.addAll(java.components());
        parts.forEach(part -> components.addAll(part.components()));
        BillOfMaterials.write(
                output.resolve(program.id() + ".cdx.json"),
                program.repository(),
                release.version(),
                id,
                release.time(),
                components);
        return written;
    }

    /** The name of the image with its tag. */
    String tag(Program program) {
        return program.repository() + ":" + release.version();
    }

    private static List<Part> parts(QuarkusApp app, QuarkusApp other) throws IOException {
        Part application = app.application();
        application.tree().text(Launch.FLAGS_FILE, Launch.FLAGS);
        return List.of(app.sharedLibraries(other), app.furtherLibraries(other), application);
    }

    private ImageConfig config(Program program, boolean withCache) {
        return new ImageConfig(
                platform.imageName(),
                release.time(),
                SystemFiles.USER + ":" + SystemFiles.USER,
                "/" + QuarkusApp.HOME,
                Launch.entrypoint(withCache),
                List.of("LANG=C.UTF-8"),
                program.ports(),
                Map.of(
                        "org.opencontainers.image.title",
                        program.title(),
                        "org.opencontainers.image.description",
                        program.description(),
                        "org.opencontainers.image.version",
                        release.version(),
                        "org.opencontainers.image.licenses",
                        "Apache-2.0",
                        "org.opencontainers.image.created",
                        release.time().toString()));
    }
}
