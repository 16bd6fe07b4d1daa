package dev.fleetcell.operator.crd;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.api.v1alpha1.FleetCellSpec;
import dev.fleetcell.api.v1alpha1.FleetCellSpec.BootstrapSource;
import dev.fleetcell.api.v1alpha1.FleetCellSpec.OverBudget;
import dev.fleetcell.api.v1alpha1.FleetCellStatus;
import dev.fleetcell.sandbox.Sandbox;
import dev.fleetcell.sandbox.cluster.Tier;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The CRD on a real API server: defaults, every validation, and door 1 on every way in. No operator runs. */
class FleetCellCrdIT {
    /** 24 + 8 + 16 + (n - 1) threads, budget 102: 55 nodes at most. */
    private static final String CELL = """
            apiVersion: fleetcell.dev/v1alpha1
            kind: FleetCell
            metadata: {name: use1-a, namespace: default}
            spec:
              capacity: 20
              threads:
                limit: 128
                peerChurn: 0
                groups: [{name: jvm, fixed: 24}, {name: workers, perUnit: 8}, {name: mesh, perPeer: 1}]
              template: {spec: {containers: [{name: node, image: any}]}}
            """;

    private static Sandbox sandbox;

    @BeforeAll
    static void start() throws IOException {
        sandbox = Sandbox.builder()
                .tier(Tier.API_SERVER)
                .progress(System.err::println)
                .start();
        var applied = sandbox.kubectl("apply", "-f", Path.of("../crds").toRealPath() + "/");
        assertEquals(0, applied.exitCode(), applied.err());
        var established =
                sandbox.kubectl("wait", "--for=condition=Established", "crd/fleetcells.fleetcell.dev", "--timeout=20s");
        assertEquals(0, established.exitCode(), established.err());
    }

    @AfterAll
    static void stop() throws IOException {
        sandbox.close();
    }

    @AfterEach
    void deleteCells() {
        sandbox.admin().resources(FleetCell.class).inNamespace("default").delete();
    }

    @Test
    void whatIsLeftOutGetsItsDefault() {
        var spec = create(cell(c -> {
                    c.getSpec().capacity = null;
                    c.getSpec().threads.peerChurn = null;
                    return c;
                }))
                .getSpec();
        assertEquals(1, spec.capacity);
        assertEquals(0, spec.nodes.min);
        assertEquals(100, spec.nodes.max);
        assertEquals("std", spec.sizes.getFirst().name);
        assertEquals(1, spec.sizes.getFirst().units);
        assertEquals(20, spec.threads.reservePercent);
        assertEquals(false, spec.threads.requireVerified);
        assertNull(spec.threads.peerChurn, "absent means rollout.maxWarming");
        assertEquals(0, spec.threads.groups.getFirst().perPeer);
        assertEquals(OverBudget.Reject, spec.overBudget);
        assertEquals(10, spec.rollout.maxWavePercent);
        assertEquals(5, spec.rollout.maxWarming);
        assertEquals(600, spec.rollout.nodesPerHour);
        assertEquals(BootstrapSource.MetadataStore, spec.bootstrap.source);
        assertEquals(88, spec.alarms.warningPercent);
        assertEquals(95, spec.alarms.criticalPercent);
        assertEquals(60, spec.alarms.forecastMinutes);
        assertEquals(20, spec.alarms.driftPercent);
        assertEquals(false, spec.paused);
    }

    @Test
    void everyFieldIsExplained() throws IOException {
        for (var field : List.of(
                "spec.capacity",
                "spec.nodes.max",
                "spec.threads.groups.perPeer",
                "spec.rollout.nodesPerHour",
                "spec.template",
                "status.ceiling.binding",
                "status.threads.extra.perPeerMilli",
                "status.pace")) {
            var explained = await("kubectl explain knows " + field)
                    .until(() -> sandbox.kubectl("explain", "fleetcell." + field), r -> r.exitCode() == 0);
            assertTrue(explained.out().contains("DESCRIPTION"), field + ":\n" + explained.out());
            assertTrue(!explained.out().contains("<empty>"), field + " has no description:\n" + explained.out());
        }
    }

    static Stream<Arguments> badInput() {
        return Stream.of(
                bad("capacity below 0", "should be greater than or equal to 0", c -> {
                    c.getSpec().capacity = -1;
                    return c;
                }),
                bad("capacity above the schema's maximum", "should be less than or equal to 100000", c -> {
                    c.getSpec().capacity = 100_001;
                    return c;
                }),
                bad(
                        "a size of 0 units",
                        "spec.sizes[0].units in body should be greater than or equal to 1",
                        "std, units: 0"),
                bad("sizes not in order", "sizes stand smallest first", "xl, units: 4}, {name: m, units: 1"),
                bad("two sizes of one name", "Duplicate value", "m, units: 1}, {name: m, units: 2"),
                bad("a size name with capitals", "should match", "XL, units: 4"),
                bad("nodes.min above nodes.max", "nodes.min is above nodes.max", c -> {
                    c.getSpec().nodes = new FleetCellSpec.Nodes();
                    c.getSpec().nodes.min = 9;
                    c.getSpec().nodes.max = 3;
                    return c;
                }),
                bad("warning not below critical", "must be below alarms.criticalPercent", c -> {
                    c.getSpec().alarms = new FleetCellSpec.Alarms();
                    c.getSpec().alarms.warningPercent = 95;
                    c.getSpec().alarms.criticalPercent = 95;
                    return c;
                }),
                bad("no groups", "should have at least 1 items", c -> {
                    c.getSpec().threads.groups = List.of();
                    return c;
                }),
                bad("two groups of one name", "Duplicate value", c -> {
                    var group = c.getSpec().threads.groups.getFirst();
                    c.getSpec().threads.groups = List.of(group, group);
                    return c;
                }),
                bad("no limit", "spec.threads.limit: Required value", c -> {
                    c.getSpec().threads.limit = null;
                    return c;
                }),
                bad("a limit below the model of one node", "does not fit the thread budget", c -> {
                    c.getSpec().capacity = 1;
                    c.getSpec().threads.limit = 50;
                    return c;
                }),
                bad("no template", "spec.template: Required value", c -> {
                    c.getSpec().template = null;
                    return c;
                }),
                bad("a template without containers", "spec.template.spec.containers", c -> {
                    ((ObjectNode) c.getSpec().template.get("spec")).putArray("containers");
                    return c;
                }),
                bad("a name too long for its nodes' names", "at most 40 characters", c -> {
                    c.getMetadata().setName("a".repeat(41));
                    return c;
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void badInput(String what, String says, UnaryOperator<FleetCell> edit) {
        var e = assertThrows(KubernetesClientException.class, () -> create(cell(edit)), what);
        assertEquals(422, e.getCode(), e.getMessage());
        assertTrue(e.getStatus().getMessage().contains(says), e.getStatus().getMessage());
    }

    @Test
    void unitsOfASizeNeverChange() {
        create(cell(UnaryOperator.identity()));
        var e = assertThrows(
                KubernetesClientException.class,
                () -> cells().edit(c -> {
                    c.getSpec().sizes.getFirst().units = 2;
                    return c;
                }));
        assertTrue(
                e.getStatus().getMessage().contains("units of a size never change"),
                e.getStatus().getMessage());
    }

    @Test
    void aCapacityThatFitsExactlyIsAdmittedAndOneMoreIsRefused() {
        create(cell(UnaryOperator.identity()));
        cells().scale(55);
        assertRefused(() -> cells().scale(56));
        assertEquals(55, cells().get().getSpec().capacity);
    }

    @Test
    void everyWayInIsGuarded() {
        assertRefused(() -> create(withCapacity(56)));
        assertRefused(() ->
                sandbox.admin().resource(withCapacity(56)).fieldManager("t").serverSideApply());
        create(cell(UnaryOperator.identity()));
        assertRefused(() -> cells().scale(56));
        assertRefused(() -> cells().edit(c -> {
            c.getSpec().capacity = 56;
            return c;
        }));
        assertRefused(() -> cells().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"capacity\":56}}"));
        assertRefused(() -> cells().patch(
                        PatchContext.of(PatchType.JSON),
                        "[{\"op\":\"replace\",\"path\":\"/spec/capacity\",\"value\":56}]"));
        assertRefused(() -> sandbox.admin()
                .resource(withCapacity(56))
                .fieldManager("t")
                .forceConflicts()
                .serverSideApply());
        assertRefused(() -> sandbox.admin().resource(withCapacity(56)).dryRun().patch());
        assertEquals(20, cells().get().getSpec().capacity);
    }

    @Test
    void kubectlShowsTheRefusalAsASentence() throws IOException {
        create(cell(UnaryOperator.identity()));
        var scaled = sandbox.kubectl("scale", "fleetcell", "use1-a", "--replicas", "56");
        assertEquals(1, scaled.exitCode());
        assertTrue(scaled.err().contains("spec.capacity: Forbidden: does not fit the thread budget"), scaled.err());
    }

    @Test
    void wouldItFitIsAnsweredByADryRun() throws IOException {
        create(cell(UnaryOperator.identity()));
        assertEquals(0, scaleDryRun("55"));
        assertEquals(1, scaleDryRun("56"));
        assertEquals(20, cells().get().getSpec().capacity);
    }

    @Test
    void theTruthCanAlwaysBeToldAlsoAboveTheNewCeiling() {
        create(cell(UnaryOperator.identity()));
        cells().scale(50);
        cells().edit(c -> {
            c.getSpec().threads.limit = 80;
            return c;
        });
        assertRefused(() -> cells().scale(51));
        cells().scale(49);
        cells().scale(40);
        assertRefused(() -> cells().scale(41));
    }

    @Test
    void factsInStatusCount() {
        create(cell(UnaryOperator.identity()));
        observe(100, 0);
        var e = assertRefused(() -> cells().scale(40));
        assertTrue(
                e.getStatus()
                        .getMessage()
                        .contains("does not fit the thread budget; before this change: at most 33 units"),
                e.getStatus().getMessage());
        cells().scale(33);
        observe(128, 2000);
        assertRefused(() -> cells().scale(34));
    }

    @Test
    void clampAdmitsWhatDoesNotFitAndOverrideIgnoresWhatWasObserved() {
        create(cell(UnaryOperator.identity()));
        observe(80, 0);
        assertRefused(() -> cells().scale(50));
        setOverBudget(OverBudget.Override);
        cells().scale(50);
        assertRefused(() -> cells().scale(56));
        setOverBudget(OverBudget.Clamp);
        cells().scale(500);
    }

    private void setOverBudget(OverBudget value) {
        cells().edit(c -> {
            c.getSpec().overBudget = value;
            return c;
        });
    }

    private void observe(int limit, int perPeerMilli) {
        cells().editStatus(c -> {
            var status = new FleetCellStatus();
            status.size = "std";
            status.nodes = new FleetCellStatus.Nodes();
            status.nodes.current = 20;
            status.ceiling = new FleetCellStatus.Ceiling();
            status.ceiling.message = "at most 33 units";
            status.threads = new FleetCellStatus.Threads();
            status.threads.observedLimit = limit;
            status.threads.extra = new FleetCellStatus.Extra();
            status.threads.extra.fixed = 0;
            status.threads.extra.perUnitMilli = 0;
            status.threads.extra.perPeerMilli = perPeerMilli;
            c.setStatus(status);
            return c;
        });
    }

    private static int scaleDryRun(String replicas) throws IOException {
        return sandbox.kubectl("scale", "fleetcell", "use1-a", "--replicas", replicas, "--dry-run=server")
                .exitCode();
    }

    private static KubernetesClientException assertRefused(org.junit.jupiter.api.function.Executable write) {
        var e = assertThrows(KubernetesClientException.class, write);
        assertEquals(422, e.getCode(), e.getMessage());
        var cause = e.getStatus().getDetails().getCauses().getFirst();
        assertEquals("FieldValueForbidden", cause.getReason(), e.getMessage());
        assertEquals("spec.capacity", cause.getField(), e.getMessage());
        assertEquals(1, e.getStatus().getDetails().getCauses().size(), "one sentence: " + e.getMessage());
        return e;
    }

    private static Resource<FleetCell> cells() {
        return sandbox.admin().resources(FleetCell.class).inNamespace("default").withName("use1-a");
    }

    private static FleetCell create(FleetCell cell) {
        return sandbox.admin().resource(cell).create();
    }

    private static FleetCell cell(UnaryOperator<FleetCell> edit) {
        return edit.apply(Serialization.unmarshal(CELL, FleetCell.class));
    }

    private static FleetCell withCapacity(int capacity) {
        return cell(c -> {
            c.getSpec().capacity = capacity;
            return c;
        });
    }

    private static Arguments bad(String what, String says, UnaryOperator<FleetCell> edit) {
        return Arguments.of(what, says, edit);
    }

    private static Arguments bad(String what, String says, String sizes) {
        return bad(
                what,
                says,
                c -> Serialization.unmarshal(
                        CELL.replace("  threads:", "  sizes: [{name: " + sizes + "}]\n  threads:"), FleetCell.class));
    }
}
