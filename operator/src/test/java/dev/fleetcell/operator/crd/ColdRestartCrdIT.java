package dev.fleetcell.operator.crd;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.api.v1alpha1.CellCondition;
import dev.fleetcell.api.v1alpha1.ColdRestart;
import dev.fleetcell.api.v1alpha1.ColdRestartSpec;
import dev.fleetcell.api.v1alpha1.ColdRestartSpec.BootstrapSource;
import dev.fleetcell.api.v1alpha1.ColdRestartSpec.Mode;
import dev.fleetcell.api.v1alpha1.ColdRestartStatus;
import dev.fleetcell.sandbox.Sandbox;
import dev.fleetcell.sandbox.cluster.Tier;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The CRD of ColdRestart on a real API server: defaults, every validation, what may change and what not. No operator runs. */
class ColdRestartCrdIT {
    private static final String NAME = "after-the-patch";

    private static final String MINIMAL = """
            apiVersion: fleetcell.dev/v1alpha1
            kind: ColdRestart
            metadata: {name: after-the-patch, namespace: default}
            spec:
              cells: {names: [use1-a, use1-b]}
              startBefore: 2026-11-21T12:00:00Z
            """;

    private static final String CELLS = "{names: [use1-a, use1-b]}";
    private static final String START_BEFORE = "2026-11-21T12:00:00Z";

    private static Sandbox sandbox;

    @TempDir
    Path files;

    @BeforeAll
    static void start() throws IOException {
        sandbox = Sandbox.builder()
                .tier(Tier.API_SERVER)
                .progress(System.err::println)
                .start();
        kubectl("apply", "-f", Path.of("../crds").toRealPath() + "/");
        kubectl("wait", "--for=condition=Established", "crd/coldrestarts.fleetcell.dev", "--timeout=20s");
    }

    @AfterAll
    static void stop() throws IOException {
        sandbox.close();
    }

    @AfterEach
    void deleteRestarts() {
        sandbox.admin().resources(ColdRestart.class).inNamespace("default").delete();
    }

    @Test
    void whatIsLeftOutGetsItsDefault() {
        var spec = create(MINIMAL).getSpec();
        assertEquals(List.of("use1-a", "use1-b"), spec.cells.names, "the order is kept");
        assertNull(spec.cells.selector, "cells.selector");
        assertEquals(Mode.Rolling, spec.mode);
        assertNull(spec.pace, "absent means the cell's own");
        assertEquals(BootstrapSource.MetadataStore, spec.bootstrap.source);
        assertEquals(300, spec.bakeSeconds);
        assertEquals(3, spec.abortOn.failedNodes);
        assertEquals(START_BEFORE, spec.startBefore);
        assertEquals(false, spec.paused);
    }

    @Test
    void everythingCanBeSaid() {
        var spec = create("""
                        apiVersion: fleetcell.dev/v1alpha1
                        kind: ColdRestart
                        metadata: {name: after-the-patch, namespace: default}
                        spec:
                          cells:
                            selector:
                              matchLabels: {fleetcell.dev/fleet: streams}
                              matchExpressions:
                              - {key: tier, operator: In, values: [a, b]}
                              - {key: spare, operator: DoesNotExist}
                          mode: Rolling
                          pace: {nodesPerHour: 100000, maxWarming: 1000}
                          bootstrap: {source: MetadataStore}
                          bakeSeconds: 0
                          abortOn: {failedNodes: 1000}
                          startBefore: 2026-11-21T12:00:00.5+01:00
                          paused: true
                        """).getSpec();
        assertEquals("streams", spec.cells.selector.getMatchLabels().get("fleetcell.dev/fleet"));
        assertEquals(
                List.of("a", "b"),
                spec.cells.selector.getMatchExpressions().getFirst().getValues());
        assertNull(spec.cells.names, "cells.names");
        assertEquals(100_000, spec.pace.nodesPerHour);
        assertEquals(1000, spec.pace.maxWarming);
        assertEquals(0, spec.bakeSeconds);
        assertEquals(1000, spec.abortOn.failedNodes);
        assertEquals(true, spec.paused);
    }

    @Test
    void aHundredCellsCanBeNamedAndNotOneMore() {
        assertEquals(100, create(withCells(names(100))).getSpec().cells.names.size());
        assertRefused("spec.cells.names: Too many: 101: must have at most 100 items", withCells(names(101)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}                                      | give either names or a selector: exactly one of the two",
                "{names: [a], selector: {}}              | give either names or a selector: exactly one of the two",
                "{names: []}                             | should have at least 1 items",
                "{names: [a, b, a]}                      | a cell is named twice: name each cell once",
                "{names: [A]}                            | spec.cells.names[0] in body should match",
                "{names: [a.b]}                          | spec.cells.names[0] in body should match",
                "{names: ['']}                           | spec.cells.names[0] in body should be at least 1 chars long",
                "{names: [a23456789012345678901234567890123456789bc]} | may not be more than 40",
                "{selector: {matchExpressions: [{key: a, operator: Like}]}} | supported values: \"In\", \"NotIn\", \"Exists\", \"DoesNotExist\"",
                "{selector: {matchExpressions: [{key: a, operator: In}]}} | In and NotIn need values, Exists and DoesNotExist take none",
                "{selector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}} | In and NotIn need values",
                "{selector: {matchExpressions: [{operator: Exists}]}} | matchExpressions[0].key: Required value",
            })
    void badCells(String cells, String says) {
        assertRefused(says, withCells(cells));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "mode: Full                        | spec.mode: Unsupported value: \"Full\": supported values: \"Rolling\"",
                "bootstrap: {source: Peers}        | supported values: \"MetadataStore\"",
                "pace: {nodesPerHour: 0}           | spec.pace.nodesPerHour in body should be greater than or equal to 1",
                "pace: {nodesPerHour: 100001}      | spec.pace.nodesPerHour in body should be less than or equal to 100000",
                "pace: {maxWarming: 0}             | spec.pace.maxWarming in body should be greater than or equal to 1",
                "pace: {maxWarming: 1001}          | spec.pace.maxWarming in body should be less than or equal to 1000",
                "bakeSeconds: -1                   | spec.bakeSeconds in body should be greater than or equal to 0",
                "bakeSeconds: 86401                | spec.bakeSeconds in body should be less than or equal to 86400",
                "abortOn: {failedNodes: 0}         | spec.abortOn.failedNodes in body should be greater than or equal to 1",
                "abortOn: {failedNodes: 1001}      | spec.abortOn.failedNodes in body should be less than or equal to 1000",
                "paused: 'yes'                     | spec.paused in body must be of type boolean",
            })
    void badSettings(String setting, String says) {
        assertRefused(says, MINIMAL + "  " + setting + "\n");
    }

    /** What is admitted can be read, whoever reads it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T12:00:00Z",
                "2024-02-29T23:59:59.999999999Z",
                "2026-11-21T12:00:00+14:00",
                "2026-11-21T12:00:00-09:30"
            })
    void aTimeIsATime(String time) {
        var stored = create(withStartBefore("'" + time + "'")).getSpec().startBefore;
        assertEquals(OffsetDateTime.parse(time), OffsetDateTime.parse(stored));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tomorrow",
                "",
                "2026-11-21",
                "2026-11-21T12:00:00",
                "2026-11-21 12:00:00Z",
                "2026-11-31T12:00:00Z",
                "2026-02-29T12:00:00Z",
                "2026-11-21T24:00:00Z",
                "2026-11-21T12:00:00x5Z",
                "2026-11-21T12:00:00+99:00"
            })
    void aTimeThatIsNoneIsRefused(String time) {
        assertRefused("spec.startBefore", withStartBefore("'" + time + "'"));
    }

    @Test
    void withoutATimeToStartBeforeThereIsNoRestart() {
        assertRefused("spec.startBefore: Required value", MINIMAL.replaceAll("(?m)^  startBefore.*\\R", ""));
    }

    @Test
    void withoutCellsThereIsNoRestart() {
        assertRefused("spec.cells: Required value", MINIMAL.replaceAll("(?m)^  cells.*\\R", ""));
    }

    @Test
    void aNameLongerThanANodeCanCarryIsRefused() {
        assertEquals(
                63, create(withName("r".repeat(63))).getMetadata().getName().length());
        assertRefused("metadata.name: at most 63 characters", withName("r".repeat(64)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"cells\": {\"names\": [\"use1-b\", \"use1-a\"]}} | cells never change after creation: create another",
                "{\"cells\": {\"names\": [\"use1-a\"]}}           | cells never change after creation: create another",
                "{\"cells\": {\"names\": null, \"selector\": {}}} | cells never change after creation: create another",
                "{\"startBefore\": \"2026-11-21T12:00:01Z\"}      | startBefore never changes after creation: create another",
                "{\"startBefore\": null}                          | spec.startBefore: Required value",
                "{\"mode\": \"Full\"}                             | supported values: \"Rolling\"",
            })
    void whichCellsAndUntilWhenNeverChange(String spec, String says) {
        create(MINIMAL);
        assertSays(says, () -> patch(spec));
        assertEquals(
                Serialization.unmarshal(MINIMAL, ColdRestart.class).getSpec().cells.names,
                restart().get().getSpec().cells.names);
    }

    @Test
    void aSelectorNeverChangesEither() {
        create(withCells("{selector: {matchLabels: {fleet: a}}}"));
        assertSays(
                "cells never change",
                () -> patch("{\"cells\": {\"selector\": {\"matchLabels\": {\"fleet\": \"b\"}}}}"));
        assertSays(
                "cells never change", () -> patch("{\"cells\": {\"selector\": {\"matchLabels\": {\"more\": \"b\"}}}}"));
    }

    /** Tools that read a time and write it again may choose another zone for it. */
    @Test
    void theSameTimeInAnotherZoneIsNoChange() {
        create(MINIMAL);
        assertEquals(
                "2026-11-21T13:00:00+01:00", patch("{\"startBefore\": \"2026-11-21T13:00:00+01:00\"}").startBefore);
    }

    @Test
    void howFastAndWhetherMayChangeAtAnyTime() {
        create(MINIMAL);
        assertEquals(true, patch("{\"paused\": true}").paused);
        assertEquals(60, patch("{\"pace\": {\"nodesPerHour\": 60}}").pace.nodesPerHour);
        assertEquals(2, patch("{\"pace\": {\"maxWarming\": 2}}").pace.maxWarming);
        assertNull(patch("{\"pace\": null}").pace, "back to the cell's own");
        assertEquals(0, patch("{\"bakeSeconds\": 0}").bakeSeconds);
        assertEquals(9, patch("{\"abortOn\": {\"failedNodes\": 9}}").abortOn.failedNodes);
        assertEquals(false, patch("{\"paused\": null}").paused);
        assertEquals(7, restart().get().getMetadata().getGeneration() - 1, "each edit was one");
    }

    /** GitOps tools apply for ever. */
    @Test
    void theSameManifestCanBeAppliedAgain() throws IOException {
        var manifest = Files.writeString(files.resolve("restart.yaml"), MINIMAL).toString();
        kubectl("apply", "-f", manifest);
        kubectl("apply", "-f", manifest);
        kubectl("apply", "--server-side", "--force-conflicts", "-f", manifest);
        assertEquals(1, restart().get().getMetadata().getGeneration());
    }

    @Test
    void kubectlShowsWhereTheRestartIsAndWhatItWaitsFor() throws IOException {
        create(MINIMAL);
        restart().editStatus(r -> {
            r.setStatus(status());
            return r;
        });
        var lines = kubectl("get", "fcr").lines().map(l -> l.split(" {2,}")).toList();
        assertEquals(
                List.of("NAME", "PHASE", "PROGRESS", "CELL", "WAITS", "ETA", "AGE"),
                List.of(lines.getFirst()),
                "columns");
        assertEquals(
                List.of(NAME, "Running", "12/48", "use1-a", "Pace", "2026-11-21T14:00:00Z"),
                List.of(lines.getLast()).subList(0, 6));
    }

    @Test
    void theOperatorsStatusIsKeptWholeAndAWriteOfTheSpecLeavesIt() {
        create(MINIMAL);
        restart().editStatus(r -> {
            r.setStatus(status());
            return r;
        });
        patch("{\"paused\": true}");
        assertEquals(
                Serialization.asYaml(status()),
                Serialization.asYaml(restart().get().getStatus()));
    }

    @Test
    void everyFieldIsExplained() throws IOException {
        for (var field : List.of(
                "spec.cells.names",
                "spec.cells.selector.matchExpressions.operator",
                "spec.mode",
                "spec.startBefore",
                "spec.abortOn.failedNodes",
                "status.phase",
                "status.cells.warming",
                "status.wait.reason")) {
            var explained = await("kubectl explain knows " + field)
                    .until(() -> sandbox.kubectl("explain", "coldrestart." + field), r -> r.exitCode() == 0);
            assertTrue(explained.out().contains("DESCRIPTION"), field + ":\n" + explained.out());
            assertTrue(!explained.out().contains("<empty>"), field + " has no description:\n" + explained.out());
        }
    }

    private static ColdRestartStatus status() {
        var status = new ColdRestartStatus();
        status.observedGeneration = 1L;
        status.phase = "Running";
        status.cell = "use1-a";
        status.wait = new ColdRestartStatus.Wait();
        status.wait.reason = "Pace";
        status.wait.message = "m".repeat(1024);
        status.wait.since = "2026-11-21T11:00:00Z";
        status.pace = new ColdRestartStatus.Pace();
        status.pace.perHour = 600;
        status.pace.maxWarming = 5;
        status.startedAt = "2026-11-21T11:00:00Z";
        status.finishedAt = "2026-11-21T14:00:00Z";
        status.eta = "2026-11-21T14:00:00Z";
        status.progress = "12/48";
        status.nodes = new ColdRestartStatus.Nodes();
        status.nodes.total = 48;
        status.nodes.restarted = 12;
        status.nodes.warming = 2;
        status.nodes.failed = 1;
        var cell = new ColdRestartStatus.Cell();
        cell.name = "use1-a";
        cell.phase = "Running";
        cell.total = 48;
        cell.restarted = 12;
        cell.warming = 2;
        cell.failed = 1;
        cell.finishedAt = "2026-11-21T14:00:00Z";
        status.cells = List.of(cell);
        var condition = new CellCondition();
        condition.type = "Reconciling";
        condition.status = "True";
        condition.reason = "Running";
        condition.message = "12 of 48";
        condition.lastTransitionTime = "2026-11-21T11:00:00Z";
        condition.observedGeneration = 1L;
        status.conditions = List.of(condition);
        return status;
    }

    private static String withCells(String cells) {
        return MINIMAL.replace(CELLS, cells);
    }

    private static String withStartBefore(String time) {
        return MINIMAL.replace(START_BEFORE, time);
    }

    private static String withName(String name) {
        return MINIMAL.replace(NAME, name);
    }

    private static String names(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "a" + "-".repeat(36) + (100 + i))
                .collect(Collectors.joining(", ", "{names: [", "]}"));
    }

    private static ColdRestartSpec patch(String spec) {
        return restart()
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": " + spec + "}")
                .getSpec();
    }

    /** As text, so that what the types cannot say reaches the server, too. */
    private static ColdRestart create(String yaml) {
        var created = sandbox.admin()
                .resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class))
                .create();
        return Serialization.unmarshal(Serialization.asYaml(created), ColdRestart.class);
    }

    private static void assertRefused(String says, String yaml) {
        assertSays(says, () -> create(yaml));
    }

    private static void assertSays(String says, Executable write) {
        var e = assertThrows(KubernetesClientException.class, write);
        assertEquals(422, e.getCode(), e.getMessage());
        assertTrue(e.getStatus().getMessage().contains(says), e.getStatus().getMessage());
    }

    private static Resource<ColdRestart> restart() {
        return sandbox.admin()
                .resources(ColdRestart.class)
                .inNamespace("default")
                .withName(NAME);
    }

    private static String kubectl(String... arguments) throws IOException {
        var result = sandbox.kubectl(arguments);
        assertEquals(0, result.exitCode(), () -> String.join(" ", arguments) + ": " + result.err());
        return result.out();
    }
}
