package dev.fleetcell.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.api.v1alpha1.ColdRestart;
import dev.fleetcell.api.v1alpha1.FleetCell;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the examples repeat of the code has to stay the same. */
class ExamplesTest {
    @Test
    void theStoreHasTheNodesOwnSchema() throws IOException {
        var schema = Files.readString(
                        Shell.ROOT.resolve("frontend-node/src/main/resources/dev/fleetcell/node/metadata/schema.sql"))
                .lines()
                .map(line -> line.isBlank() ? "" : "    " + line)
                .collect(Collectors.joining("\n", "  1-schema.sql: |\n", "\n"));
        var example = Files.readString(Shell.ROOT.resolve("examples/metadata-store.yaml"));
        assertTrue(example.contains(schema), () -> "examples/metadata-store.yaml does not hold\n" + schema);
    }

    @Test
    void theCellRunsTheImageOfThisVersion() {
        var image = Examples.cell("default", "any").getSpec().template.at("/spec/containers/0/image");
        assertEquals("fleetcell/frontend-node:" + System.getProperty("fleetcell.version"), image.asText());
    }

    /** Who applies the file without reading it restarts nothing; who writes a time restarts the cell of the other example. */
    @Test
    void theRestartIsLateAsItStandsAndItsCellIsTheOtherExample() {
        var asItStands = restart(Examples.read("coldrestart.yaml", "default"));
        assertTrue(Instant.parse(asItStands.getSpec().startBefore).isBefore(Instant.now()));
        var cell = Serialization.unmarshal(Examples.read("cell.yaml", "default"), FleetCell.class);
        assertEquals(cell.getMetadata().getNamespace(), asItStands.getMetadata().getNamespace());
        assertEquals(List.of(cell.getMetadata().getName()), asItStands.getSpec().cells.names);
        var later = Instant.parse("2100-01-01T00:00:00Z");
        assertEquals(
                later.toString(),
                restart(Examples.coldRestart("default", later)).getSpec().startBefore);
    }

    private static ColdRestart restart(String yaml) {
        return Serialization.unmarshal(yaml, ColdRestart.class);
    }
}
