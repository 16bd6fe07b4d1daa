package dev.fleetcell.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetcell.api.v1alpha1.FleetCell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
     * Given a cell with a password in a Secret and another, carelessly, all over its template, and a restart, when everything
     * is gathered, then the archive holds what explains the cell and neither password in any form.
     */
    @Test
    void whatIsGatheredExplainsTheCellAndHoldsNoPassword() throws IOException {
        CELL.apply(MustGatherIT::makeCareless);
        CELL.awaitReady(3);
        lateRestart();
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
        assertHas("fleetcells.yaml", "conditions:");
        assertHas("rights.yaml", "fleetcell-operator");
        assertHas("operator.log", "started in");
        assertHas("reports.json", "\"phase\"");
        assertHas("events.txt", "ChangeStarted");
        assertHas("coldrestarts.yaml", "phase: Expired");
        assertHas("restarts.txt", "Expired");
        assertHas("workload.yaml", "kind: PodDisruptionBudget");
        assertHas("revisions.yaml", "kind: ControllerRevision");
        assertHas("cluster.txt", "podPidsLimit");
    }

    /** A ColdRestart that does nothing any more. */
    private static void lateRestart() {
        Cluster.apply("""
                apiVersion: fleetcell.dev/v1alpha1
                kind: ColdRestart
                metadata: {name: late, namespace: %s}
                spec:
                  cells: {names: [%s]}
                  startBefore: 2020-11-25T22:23:00Z
                """.formatted(NAMESPACE, CELL.name()));
        Cluster.kubectl(
                "wait",
                "--for=jsonpath={.status.phase}=Expired",
                "coldrestart/late",
                "--namespace",
                NAMESPACE,
                "--timeout=60s");
    }

    /** Writes the password wherever people write one: in the environment, an argument, a probe's header and an annotation. */
    private static void makeCareless(FleetCell cell) {
        var node = (ObjectNode) cell.getSpec().template.at("/spec/containers/0");
        var env = (ArrayNode) node.get("env");
        env.addObject().put("name", "CARELESS").put("value", IN_THE_SPEC);
        env.addObject().put("name", "FLEETCELL_API_TOKEN").put("value", IN_THE_SPEC);
        env.addObject().put("name", "QUOTES_A_NAME").put("value", "name: FLEETCELL_UNITS " + IN_THE_SPEC);
        env.addObject().put("name", "LIKE_JSON").put("value", "{\"token\":\"" + IN_THE_SPEC + "\"}");
        node.putArray("args").add("--password").add(IN_THE_SPEC); // the reference node looks at no argument
        ((ObjectNode) node.at("/livenessProbe/httpGet"))
                .putArray("httpHeaders")
                .addObject()
                .put("name", "Authorization")
                .put("value", "Bearer " + IN_THE_SPEC);
        var annotations =
                new HashMap<>(Objects.requireNonNullElse(cell.getMetadata().getAnnotations(), Map.of()));
        annotations.put("kapp.k14s.io/original", "{\"spec\":\"" + IN_THE_SPEC + "\"}");
        cell.getMetadata().setAnnotations(annotations);
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
