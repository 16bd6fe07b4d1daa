package dev.fleetcell.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
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
}
