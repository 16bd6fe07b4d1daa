package dev.fleetcell.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a maintainer gets to see. */
@Order(8)
class MustGatherIT {
    private static final String NAMESPACE = "gather";
    private static final Cell CELL = new Cell(NAMESPACE, "seen");
    private static final String IN_THE_SPEC = "hunter2-in-the-template";
    private static final String IN_THE_SECRET = "change-me";
    private static final String ENCODED =
            Base64.getEncoder().encodeToString(IN_THE_SECRET.getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    @BeforeAll
    static void store() {
        Product.ensureInstalled();
        Examples.namespaceWithStore(NAMESPACE);
    }

    @AfterAll
    static void clean() {
        Examples.deleteNamespace(NAMESPACE);
    }

    /**
     * Given a cell with a password in a Secret and another, carelessly, in its template, when everything is gathered, then
     * the archive holds what explains the cell and neither password in any form.
     */
    @Test
    void whatIsGatheredExplainsTheCellAndHoldsNoPassword() throws IOException {
        CELL.apply(c -> ((ArrayNode) c.getSpec().template.at("/spec/containers/0/env"))
                .addObject()
                .put("name", "CARELESS")
                .put("value", IN_THE_SPEC));
        CELL.awaitReady(3);
        var archive = folder.resolve("gathered.tar.gz");
        Shell.run("tools/must-gather", "--output", archive.toString()).require();
        Shell.run("tar", "-xzf", archive.toString(), "-C", folder.toString()).require();
        Files.delete(archive);

        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = Files.readString(file);
                for (var secret : List.of(IN_THE_SPEC, IN_THE_SECRET, ENCODED)) {
                    assertFalse(text.contains(secret), () -> secret + " is in " + file);
                }
            }
        }
        assertHas("fleetcells.yaml", "name: seen");
        assertHas("fleetcells.txt", "Conditions:");
        assertHas("operator.log", "started in");
        assertHas("reports.json", "\"phase\"");
        assertHas("events.txt", "NodesAdded");
        assertHas("cluster.txt", "podPidsLimit");
    }

    private void assertHas(String name, String text) throws IOException {
        try (var files = Files.walk(folder)) {
            var found =
                    files.filter(f -> f.getFileName().toString().endsWith(name)).toList();
            assertFalse(found.isEmpty(), name + " is there");
            var anywhere = false;
            for (var file : found) {
                anywhere |= Files.readString(file).contains(text);
            }
            assertTrue(anywhere, () -> text + " is in one of " + found);
        }
    }
}
