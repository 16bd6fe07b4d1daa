package dev.fleetcell.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fleetcell.images.archive.Tree;
import dev.fleetcell.images.content.CLibrary;
import dev.fleetcell.images.content.Part;
import dev.fleetcell.images.content.Platform;
import dev.fleetcell.images.content.QuarkusApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bill of materials says what is in the image: all of it and nothing else. */
class BillOfMaterialsTest {
    private static final Path CHECKOUT = Path.of("").toAbsolutePath().resolveSibling("");

    @TempDir
    Path folder;

    @Test
    void everyJarInTheImageIsInTheBillWithItsDigestAndNoOther() throws Exception {
        FileTime time = FileTime.fromMillis(0);
        check(
                FakeApp.write(folder.resolve("a"), "operator", time),
                FakeApp.write(folder.resolve("b"), "frontend-node", time),
                FakeApp.VERSION);
    }

    @Test
    void theSameHoldsForTheRealApplications() throws Exception {
        Path operator = CHECKOUT.resolve("operator/target/quarkus-app");
        Path node = CHECKOUT.resolve("frontend-node/target/quarkus-app");
        assumeTrue(
                Files.exists(operator) && Files.exists(node),
                "the applications are not packaged: 'make check' and 'make test' do that first");
        String version = Release.current().version();
        check(QuarkusApp.read(operator, version), QuarkusApp.read(node, version), version);
    }

    @Test
    void itIsValidCycloneDx() throws Exception {
        FileTime time = FileTime.fromMillis(0);
        write(
                FakeApp.write(folder.resolve("a"), "operator", time),
                FakeApp.write(folder.resolve("b"), "frontend-node", time),
                FakeApp.VERSION);
        assertEquals(
                List.of(),
                new JsonParser().validate(folder.resolve("operator.cdx.json").toFile(), Version.VERSION_16));
    }

    @Test
    void theCoordinatesLicenceAndClassifierOfALibraryAreTold() throws Exception {
        FileTime time = FileTime.fromMillis(0);
        write(
                FakeApp.write(folder.resolve("a"), "operator", time),
                FakeApp.write(folder.resolve("b"), "frontend-node", time),
                FakeApp.VERSION);
        JsonNode shared = component("shared");
        assertEquals(
                "pkg:maven/org.example/shared@1.0?type=jar", shared.get("purl").asText());
        assertEquals("Apache-2.0", shared.at("/licenses/0/license/name").asText());
        assertEquals(
                "pkg:maven/org.example/operator@2.0?classifier=linux&type=jar",
                component("operator").get("purl").asText());
        assertEquals(
                "pkg:maven/dev.fleetcell/fleetcell-operator@1.2.3?type=jar",
                component("fleetcell-operator").get("purl").asText());
    }

    @Test
    void theChartInstallsTheImageOfThisVersion() throws IOException {
        String chart = Files.readString(CHECKOUT.resolve("helm/fleetcell/Chart.yaml"));
        assertTrue(
                chart.lines().anyMatch(("appVersion: " + Release.current().version())::equals),
                "Chart.yaml must have appVersion: " + Release.current().version());
        assertTrue(Files.readString(CHECKOUT.resolve("helm/fleetcell/values.yaml"))
                .contains("repository: " + Program.OPERATOR.repository()));
    }

    private void check(QuarkusApp operator, QuarkusApp node, String version) throws Exception {
        write(operator, node, version);
        Map<String, String> inImage = new TreeMap<>();
        for (ReadImage.File file : ReadImage.of(folder.resolve("operator.tar")).files()) {
            if (file.path().endsWith(".jar")) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(file.content());
                inImage.put("/" + file.path(), HexFormat.of().formatHex(digest));
            }
        }
        Map<String, String> inBill = new TreeMap<>();
        for (JsonNode component : bill().get("components")) {
            String path = component.at("/evidence/occurrences/0/location").asText();
            if (path.endsWith(".jar")) {
                inBill.put(path, component.at("/hashes/0/content").asText());
            }
        }
        assertTrue(inImage.size() >= 6, inImage.toString());
        assertEquals(inImage, inBill);
        assertTrue(component("glibc").at("/evidence/occurrences").size() > 0);
    }

    private void write(QuarkusApp operator, QuarkusApp node, String version) throws IOException {
        ImageBuild images = new ImageBuild(
                new Release(version, Release.current().time()),
                Platform.current(),
                folder,
                CLibrary.fromThisMachine(Platform.current()),
                new Part(new Tree().text("opt/java/bin/java", "java"), List.of()));
        images.write(Program.OPERATOR, operator, node, Optional.empty());
    }

    private JsonNode bill() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("operator.cdx.json").toFile());
    }

    private JsonNode component(String name) throws IOException {
        for (JsonNode component : bill().get("components")) {
            if (component.get("name").asText().equals(name)) {
                return component;
            }
        }
        throw new AssertionError("no " + name + " in the bill of materials");
    }
}
