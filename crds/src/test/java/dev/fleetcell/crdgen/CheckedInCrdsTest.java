package dev.fleetcell.crdgen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fleetcell.api.v1alpha1.FleetCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The YAML that users apply is the YAML of these types. {@code make crds} writes it (system property crds.write). */
class CheckedInCrdsTest {
    @Test
    void checkedInYamlIsWhatTheTypesSay() throws IOException {
        var file = Path.of("fleetcells.fleetcell.dev.yaml");
        var rendered = CrdFile.render(Path.of("target/crds/fleetcells.fleetcell.dev-v1.yml"), FleetCell.class);
        if (Boolean.getBoolean("crds.write")) {
            Files.writeString(file, rendered);
        }
        assertEquals(rendered, Files.readString(file), "crds/" + file + " is not what the types say: run 'make crds'");
    }
}
