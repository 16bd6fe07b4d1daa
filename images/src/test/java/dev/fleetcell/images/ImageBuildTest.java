package dev.fleetcell.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.images.archive.Digests;
import dev.fleetcell.images.archive.Layer;
import dev.fleetcell.images.archive.Tree;
import dev.fleetcell.images.content.Part;
import dev.fleetcell.images.content.Platform;
import dev.fleetcell.images.content.QuarkusApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How images are put together, on small stand-ins for the C library, Java and the applications. */
class ImageBuildTest {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void twoBuildsInOtherFoldersAndAtOtherTimesGiveTheSameBytes() throws IOException {
        Path one = build("one", FileTime.from(TIME.plusSeconds(1)), Optional.empty());
        Path two = build("two", FileTime.from(TIME.plusSeconds(2)), Optional.empty());
        for (String file :
                List.of("operator.tar", "operator.cdx.json", "frontend-node.tar", "frontend-node.cdx.json")) {
            assertEquals(Digests.of(one.resolve(file)), Digests.of(two.resolve(file)), file);
        }
    }

    @Test
    void anotherStartUpCacheChangesNothingButTheTopmostLayer() throws IOException {
        Path cache = Files.writeString(folder.resolve("first"), "first");
        Path other = Files.writeString(folder.resolve("other"), "other");
        var one = diffIds(ReadImage.of(
                build("one", FileTime.from(TIME), Optional.of(cache)).resolve("operator.tar")));
        var two = diffIds(ReadImage.of(
                build("two", FileTime.from(TIME), Optional.of(other)).resolve("operator.tar")));
        assertEquals(6, one.size());
        assertEquals(one.subList(0, 5), two.subList(0, 5));
        assertNotEquals(one.getLast(), two.getLast());
    }

    @Test
    void theTwoImagesShareTheirThreeLowestLayers() throws IOException {
        Path output = build("one", FileTime.from(TIME), Optional.empty());
        var operator = diffIds(ReadImage.of(output.resolve("operator.tar")));
        var node = diffIds(ReadImage.of(output.resolve("frontend-node.tar")));
        assertEquals(operator.subList(0, 3), node.subList(0, 3));
        assertNotEquals(operator.get(3), node.get(3));
    }

    @Test
    void everyFileStandsInOneLayerOnlyAndTheLayersSayWhatTheyAre() throws IOException {
        ReadImage image =
                ReadImage.of(build("one", FileTime.from(TIME), Optional.empty()).resolve("operator.tar"));
        List<String> paths = image.files().stream()
                .filter(file -> file.header().isFile())
                .map(ReadImage.File::path)
                .toList();
        assertEquals(paths.stream().distinct().toList(), paths);
        assertTrue(paths.containsAll(List.of(
                "etc/passwd",
                "app/quarkus-run.jar",
                "app/lib/boot/org.example.shared-1.0.jar",
                "app/lib/main/org.example.operator-2.0-linux.jar")));
        assertEquals(
                "FleetCell images: C library",
                image.config().at("/history/0/created_by").asText());
        assertEquals(
                image.config().at("/rootfs/diff_ids").size(),
                image.config().at("/history").size());
    }

    @Test
    void everythingBelongsToRootAndHasTheTimeOfTheRelease() throws IOException {
        ReadImage image = ReadImage.of(
                build("one", FileTime.fromMillis(0), Optional.empty()).resolve("operator.tar"));
        for (ReadImage.File file : image.files()) {
            assertEquals(0, file.header().getLongUserId(), file.path());
            assertEquals(0, file.header().getLongGroupId(), file.path());
            assertEquals("", file.header().getUserName(), file.path());
            assertEquals(TIME, file.header().getLastModifiedTime().toInstant(), file.path());
        }
    }

    @Test
    void aContainerRunsJavaAsAnUnprivilegedUserWithoutAShell() throws IOException {
        ReadImage image =
                ReadImage.of(build("one", FileTime.from(TIME), Optional.empty()).resolve("operator.tar"));
        assertEquals("fleetcell/operator:1.2.3", image.tag());
        assertEquals("65532:65532", image.config().at("/config/User").asText());
        assertEquals(
                "/opt/java/bin/java", image.config().at("/config/Entrypoint/0").asText());
        assertTrue(image.config().at("/config/Cmd").isMissingNode());
        assertEquals(
                "1.2.3",
                image.config()
                        .at("/config/Labels/org.opencontainers.image.version")
                        .asText());
        assertEquals(TIME.toString(), image.config().get("created").asText());
    }

    @Test
    void theEntryPointNamesAStartUpCacheOnlyWhereThereIsOne() throws IOException {
        Path cache = Files.writeString(folder.resolve("cache"), "cache");
        ReadImage with = ReadImage.of(
                build("with", FileTime.from(TIME), Optional.of(cache)).resolve("operator.tar"));
        ReadImage without = ReadImage.of(
                build("without", FileTime.from(TIME), Optional.empty()).resolve("operator.tar"));
        assertTrue(with.config().at("/config/Entrypoint").toString().contains("-XX:AOTCache=/app/start.aot"));
        assertEquals("cache", with.text("app/start.aot"));
        assertTrue(!without.config().at("/config/Entrypoint").toString().contains("AOTCache"));
    }

    @Test
    void theSettingsThatTheEntryPointNamesAreInTheImage() throws IOException {
        ReadImage image =
                ReadImage.of(build("one", FileTime.from(TIME), Optional.empty()).resolve("operator.tar"));
        assertTrue(image.config().at("/config/Entrypoint").toString().contains("-XX:Flags=/app/jvm.flags"));
        assertTrue(image.text("app/jvm.flags").contains("+UseSerialGC"));
    }

    @Test
    void anApplicationThatIsNotBuiltIsRefusedWithWhatToDo() {
        IOException e = assertThrows(IOException.class, () -> QuarkusApp.read(folder, "1"));
        assertTrue(e.toString().contains("make images"), e.toString());
    }

    @Test
    void aJarThatNoDependencyExplainsIsRefused() throws IOException {
        QuarkusApp fine = FakeApp.write(folder.resolve("app"), "operator", FileTime.from(TIME));
        Files.writeString(folder.resolve("app/lib/main/org.example.old-0.9.jar"), "");
        QuarkusApp stale = QuarkusApp.read(folder.resolve("app"), FakeApp.VERSION);
        IOException e = assertThrows(IOException.class, () -> stale.furtherLibraries(fine));
        assertTrue(e.toString().contains("make clean"), e.toString());
    }

    private Path build(String name, FileTime time, Optional<Path> cache) throws IOException {
        Path output = Files.createDirectories(folder.resolve(name));
        QuarkusApp operator = FakeApp.write(output.resolve("in/operator"), "operator", time);
        QuarkusApp node = FakeApp.write(output.resolve("in/frontend-node"), "frontend-node", time);
        Part system = new Part(new Tree().text("lib/libc.so.6", "C library"), List.of());
        Part java = new Part(new Tree().text("opt/java/bin/java", "java"), List.of());
        ImageBuild images = new ImageBuild(new Release(FakeApp.VERSION, TIME), Platform.AMD64, output, system, java);
        List<Layer> layers = images.write(Program.OPERATOR, operator, node, cache);
        assertEquals(cache.isPresent() ? 6 : 5, layers.size());
        images.write(Program.FRONTEND_NODE, node, operator, cache);
        return output;
    }

    private static List<String> diffIds(ReadImage image) {
        return image.config()
                .at("/rootfs/diff_ids")
                .valueStream()
                .map(id -> id.asText())
                .toList();
    }
}
