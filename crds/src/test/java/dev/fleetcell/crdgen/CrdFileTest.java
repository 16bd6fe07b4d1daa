package dev.fleetcell.crdgen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.fleetcell.api.v1alpha1.FleetCell;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The digest by which the chart tells definitions of two versions apart. */
class CrdFileTest {
    private static final Path GENERATED = Path.of("target/crds/fleetcells.fleetcell.dev-v1.yml");

    @TempDir
    Path files;

    @Test
    void theDigestIsThatOfTheSpec() throws IOException {
        var crd = rendered(GENERATED);
        assertEquals(CrdFile.digest(new KubernetesSerialization().asYaml(crd.getSpec())), digest(crd));
        assertEquals(64, digest(crd).length());
    }

    @Test
    void oneWordOfTheGuardMakesAnotherDigestANameDoesNot() throws IOException {
        var generated = Files.readString(GENERATED);
        var guard = Files.writeString(
                files.resolve("guard.yml"), generated.replaceFirst("does not fit the thread budget", "is too much"));
        assertNotEquals(digest(rendered(GENERATED)), digest(rendered(guard)));
        var label = Files.writeString(
                files.resolve("label.yml"), generated.replaceFirst("metadata:", "metadata:\n  labels: {a: b}"));
        assertEquals(digest(rendered(GENERATED)), digest(rendered(label)));
    }

    private static String digest(CustomResourceDefinition crd) {
        return crd.getMetadata().getAnnotations().getOrDefault(CrdFile.DIGEST, "");
    }

    private static CustomResourceDefinition rendered(Path generated) throws IOException {
        return new KubernetesSerialization()
                .unmarshal(CrdFile.render(generated, FleetCell.class), CustomResourceDefinition.class);
    }
}
