package dev.fleetcell.images;

import dev.fleetcell.images.archive.Layer;
import dev.fleetcell.images.content.CLibrary;
import dev.fleetcell.images.content.JavaRuntime;
import dev.fleetcell.images.content.Part;
import dev.fleetcell.images.content.Platform;
import dev.fleetcell.images.content.QuarkusApp;
import dev.fleetcell.images.content.RuntimeLibraries;
import dev.fleetcell.images.training.TrainingGround;
import dev.fleetcell.sandbox.files.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the images of a built checkout, in whose root folder it is started: {@code images/target/*.tar}, and their bills of
 * materials beside them. {@code NO_START_CACHE=1} leaves the start-up caches out.
 */
public final class Main {
    private static final int FAILED = 1;

    private final Path checkout;
    private final Path output;
    private final Release release;

    private Main(Path checkout, Release release) {
        this.checkout = checkout;
        this.output = checkout.resolve("images/target");
        this.release = release;
    }

    /** Runs the build; ends with 1 when it fails. */
    public static void main(String... args) {
        try {
            new Main(Path.of("").toAbsolutePath(), Release.current()).build();
        } catch (IOException | IllegalStateException e) {
            System.err.println("no images: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    private void build() throws IOException {
        Platform platform = Platform.current();
        QuarkusApp operator = app(Program.OPERATOR);
        QuarkusApp node = app(Program.FRONTEND_NODE);
        Path work = Files.createDirectories(output.resolve("work"));
        FileTree.delete(output.resolve("layers"));
        JavaRuntime java = JavaRuntime.link(work.resolve("java"), FileTime.from(release.time()));
        Part system = cLibrary(platform, work);
        ImageBuild images =
                new ImageBuild(release, platform, output, system, RuntimeLibraries.addTo(java.part(), system));
        Map<Program, Path> caches = noCacheWanted() ? Map.of() : train(images, java, operator, node, work);
        report(images, Program.OPERATOR, operator, node, caches);
        report(images, Program.FRONTEND_NODE, node, operator, caches);
    }

    private void report(ImageBuild images, Program program, QuarkusApp app, QuarkusApp other, Map<Program, Path> caches)
            throws IOException {
        List<Layer> layers = images.write(program, app, other, Optional.ofNullable(caches.get(program)));
        System.out.print(SizeTable.of(images.tag(program), layers));
        System.out.println("  docker load -i " + output.resolve(program.id() + ".tar") + "; what is in it: "
                + program.id() + ".cdx.json beside it");
    }

    private QuarkusApp app(Program program) throws IOException {
        QuarkusApp app =
                QuarkusApp.read(checkout.resolve(program.id()).resolve("target/quarkus-app"), release.version());
        if (!app.hasFlatClassPath()) {
            System.out.println(
                    "note: " + program.id() + " was packaged without -Dquarkus.package.jar.aot.enabled=true, so its"
                            + " start-up cache will hold the classes of the JDK only");
        }
        return app;
    }

    private static Part cLibrary(Platform platform, Path work) throws IOException {
        try {
            return CLibrary.fromDebian(platform, work.resolve("debian"));
        } catch (IOException e) {
            System.out.println(
                    "note: no package libc6 from apt, so the C library is this machine's own (" + e.getMessage() + ")");
            return CLibrary.fromThisMachine(platform);
        }
    }

    /** Makes the start-up caches; where that fails the images do without, and a line says why. */
    private Map<Program, Path> train(
            ImageBuild images, JavaRuntime java, QuarkusApp operator, QuarkusApp node, Path work) throws IOException {
        Path roots = work.resolve("roots");
        FileTree.delete(roots);
        Map<Program, Path> caches = new EnumMap<>(Program.class);
        try (TrainingGround ground = TrainingGround.open(checkout, Main::say)) {
            Path operatorRoot = Files.createDirectories(roots.resolve("operator"));
            images.layOut(operator, node, operatorRoot);
            caches.put(
                    Program.OPERATOR, ground.trainOperator(java.program(), operatorRoot, work.resolve("operator.aot")));
            Path nodeRoot = Files.createDirectories(roots.resolve("frontend-node"));
            images.layOut(node, operator, nodeRoot);
            caches.put(
                    Program.FRONTEND_NODE,
                    ground.trainNode(java.program(), nodeRoot, work.resolve("frontend-node.aot")));
        } catch (IOException | RuntimeException e) {
            // Whatever it is: no start-up cache is no reason to have no image.
            System.out.println(
                    "note: images without a start-up cache start two seconds later; it could not be made here: " + e);
        }
        return caches;
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private static boolean noCacheWanted() {
        String chosen = System.getenv("NO_START_CACHE");
        return chosen != null && !chosen.isBlank() && !chosen.equals("0");
    }
}
