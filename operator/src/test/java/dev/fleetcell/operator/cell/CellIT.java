package dev.fleetcell.operator.cell;

import static dev.fleetcell.operator.cell.Cluster.condition;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.api.v1alpha1.FleetCellSpec;
import dev.fleetcell.api.v1alpha1.FleetCellSpec.OverBudget;
import dev.fleetcell.sandbox.process.LocalProcess;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operator, as its own process under its own service account, on a real control plane with real node processes. */
class CellIT {
    private static Cluster cluster;
    private static LocalProcess operator;

    @BeforeAll
    static void start() throws IOException, SQLException {
        cluster = Cluster.start();
        operator = cluster.startOperator();
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    @AfterEach
    void deleteCells() {
        cluster.deleteCells();
    }

    @Test
    void aCellComesUpGrowsIsRefusedIsHeldAndShrinks() throws IOException {
        create("use1-a", 3, 128); // budget 102: 72 + (n - 1) <= 102, so 31 nodes
        var cell = cluster.awaitReady("use1-a", 3);
        assertEquals("m", cell.getStatus().size);
        assertEquals(3, cell.getStatus().capacity);
        assertEquals(31, cell.getStatus().ceiling.capacity);
        assertEquals(102, cell.getStatus().threads.budget);
        assertEquals(74, cell.getStatus().threads.modelled);
        assertEquals("False", condition(cell, "ScaleBlocked").status);
        cluster.awaitCell(
                "use1-a",
                "every node reports every node",
                c -> condition(c, "Converged").status.equals("True"));
        assertMeasuredIsWhatTheKernelSays(
                cell.getStatus().threads.measuredMaxNode, cell.getStatus().threads.measuredMax);

        cluster.resource("use1-a").scale(6);
        cluster.awaitReady("use1-a", 6);
        assertEquals(List.of("Growth: 0 to 3 nodes", "Growth: 3 to 6 nodes"), changesOf("use1-a"));

        assertEquals(
                422,
                assertThrows(
                                KubernetesClientException.class,
                                () -> cluster.resource("use1-a").scale(32))
                        .getCode());

        // 72 + (6 - 1) = 77 threads at 6 nodes; a limit of 92 is a budget of 73: 2 nodes
        cluster.edit("use1-a", c -> c.getSpec().threads.limit = 92);
        var lowered = cluster.awaitCell("use1-a", "the ceiling is 2", c -> c.getStatus().ceiling.capacity == 2);
        assertEquals("True", condition(lowered, "ScaleBlocked").status);
        assertEquals("OverBudget", condition(lowered, "ScaleBlocked").reason);
        assertEquals(6, cluster.pods("use1-a").size(), "an observation or a lower limit removes no node");
        cluster.awaitThat(
                "the nodes have been told their new budget",
                () -> setting("use1-a").equals("73"));

        cluster.resource("use1-a").scale(5);
        cluster.awaitReady("use1-a", 5);
        assertThrows(
                KubernetesClientException.class,
                () -> cluster.resource("use1-a").scale(6));
    }

    @Test
    void aLimitLoweredInTheMiddleOfAGrowthHoldsTheCellWhereItIs() {
        create("held", 2, 128);
        cluster.awaitReady("held", 2);
        cluster.edit("held", c -> c.getSpec().rollout.maxWavePercent = 10);
        cluster.resource("held").scale(8);
        cluster.awaitCell("held", "a third node exists", c -> c.getStatus().nodes.current >= 3);
        cluster.edit("held", c -> c.getSpec().threads.limit = 92); // 2 nodes
        var held = cluster.awaitCell(
                "held",
                "growth is held",
                c -> "OverBudget".equals(c.getStatus().change == null ? null : c.getStatus().change.wait));
        assertEquals("True", condition(held, "Stalled").status);
        assertTrue(held.getStatus().change.message.contains("at most 2 units"), held.getStatus().change.message);
        assertTrue(held.getStatus().unmetCapacity >= 1, "unmet " + held.getStatus().unmetCapacity);
        var replicas = cluster.replicas("held").orElseThrow();
        assertTrue(replicas < 8, "held at " + replicas);
        assertTrue(
                cluster.events("held").stream()
                        .anyMatch(e -> e.getReason().equals("ScaleBlocked")
                                && e.getType().equals("Warning")),
                cluster.events("held").toString());

        cluster.edit("held", c -> c.getSpec().threads.limit = 128);
        cluster.awaitReady("held", 8);
    }

    @Test
    void aClampedCellIsAdmittedAndHeldAtItsCeiling() {
        var cell = cluster.cell("clamped", 9, 92); // 2 nodes
        cell.getSpec().overBudget = OverBudget.Clamp;
        cluster.sandbox.admin().resource(cell).create();
        var held = cluster.awaitReady("clamped", 2);
        assertEquals(7, held.getStatus().unmetCapacity);
        assertEquals("True", condition(held, "ScaleBlocked").status);
    }

    @Test
    void deletingACellLeavesNothingOfItBehind() {
        create("gone", 2, 128);
        cluster.awaitReady("gone", 2);
        cluster.resource("gone").delete();
        cluster.awaitThat("nothing of it is left", () -> {
            var client = cluster.sandbox.admin();
            return client.apps()
                            .statefulSets()
                            .inNamespace("default")
                            .list()
                            .getItems()
                            .isEmpty()
                    && client.policy()
                            .v1()
                            .podDisruptionBudget()
                            .inNamespace("default")
                            .list()
                            .getItems()
                            .isEmpty()
                    && client.pods().inNamespace("default").list().getItems().isEmpty()
                    && client.services()
                            .inNamespace("default")
                            .withLabel("fleetcell.dev/cell", "gone")
                            .list()
                            .getItems()
                            .isEmpty()
                    && client.configMaps()
                            .inNamespace("default")
                            .withLabel("fleetcell.dev/cell", "gone")
                            .list()
                            .getItems()
                            .isEmpty();
        });
    }

    @Test
    void aCellThatIsDeletedAndCreatedAgainAtOnceComesUp() {
        create("again", 1, 128);
        cluster.awaitReady("again", 1);
        for (var i = 0; i < 5; i++) { // a pass may be at any point when the deletion comes
            cluster.resource("again").delete();
            create("again", 1, 128);
        }
        cluster.awaitReady("again", 1);
        assertEquals(List.of(), warnings("again"), "what the former cell leaves is waited for, not complained of");
    }

    @Test
    void atRestNothingIsWritten() {
        create("calm", 2, 128);
        cluster.awaitReady("calm", 2);
        cluster.awaitCell("calm", "nothing changes any more", c -> c.getStatus().change == null);
        // Figures that only move are written up to ten seconds later, and on a busy machine they may move once more.
        cluster.awaitThat("three passes in a row have written nothing", () -> {
            var then = versions("calm");
            cluster.awaitPasses(3);
            return then.equals(versions("calm"));
        });
    }

    @Test
    void capacityZeroStopsTheCellAndItComesBack() {
        create("stopped", 2, 128);
        cluster.awaitReady("stopped", 2);
        cluster.resource("stopped").scale(0);
        cluster.awaitCell("stopped", "no nodes are left", c -> c.getStatus().nodes.current == 0);
        cluster.resource("stopped").scale(1);
        cluster.awaitReady("stopped", 1);
    }

    @Test
    void anImageThatCannotStartIsNamed() {
        var cell = cluster.cell("noimage", 1, 128);
        Cluster.node(cell).put("image", "no/such-image");
        cluster.sandbox.admin().resource(cell).create();
        cluster.awaitCell(
                "noimage",
                "the wait names node and reason",
                c -> c.getStatus().change != null
                        && c.getStatus().change.message != null
                        && c.getStatus().change.message.contains("noimage-m-0 (")
                        && c.getStatus().change.message.contains("Image"));
    }

    @Test
    void anUnknownFieldInTheTemplateIsNamedAndAFixIsTaken() {
        var cell = cluster.cell("typo", 1, 128);
        Cluster.node(cell).put("imagePullPolice", "Never");
        cluster.sandbox.admin().resource(cell).create();
        var stalled = cluster.awaitCell(
                "typo", "it is stalled", c -> condition(c, "Stalled").status.equals("True"));
        assertEquals("TemplateInvalid", condition(stalled, "Stalled").reason);
        assertTrue(
                condition(stalled, "Stalled").message.contains("imagePullPolice: field not declared in schema"),
                condition(stalled, "Stalled").message);
        cluster.edit("typo", c -> Cluster.node(c).remove("imagePullPolice"));
        cluster.awaitReady("typo", 1);
    }

    @Test
    void aMistypedTemplateStopsItsOwnCellAndNoOther() {
        var cell = cluster.cell("mistyped", 1, 128);
        Cluster.node(cell).put("args", "not a list");
        cluster.sandbox.admin().resource(cell).create();
        var stalled = cluster.awaitCell(
                "mistyped", "it is stalled", c -> condition(c, "Stalled").status.equals("True"));
        assertEquals("TemplateInvalid", condition(stalled, "Stalled").reason);
        assertTrue(condition(stalled, "Stalled").message.contains("args"), condition(stalled, "Stalled").message);
        create("beside", 1, 128);
        cluster.awaitReady("beside", 1);
        assertTrue(operator.isAlive(), operator.tail(40));
    }

    @Test
    void aStatefulSetThatIsDeletedWithoutItsPodsComesBackAndNoNodeIsLost() throws IOException {
        create("orphans", 3, 128);
        cluster.awaitReady("orphans", 3);
        var before = uids("orphans");
        var deleted = cluster.sandbox.kubectl("delete", "statefulset", "orphans-m", "--cascade=orphan");
        assertEquals(0, deleted.exitCode(), deleted.err());
        cluster.awaitThat(
                "the StatefulSet is back", () -> cluster.replicas("orphans").isPresent());
        cluster.awaitReady("orphans", 3);
        assertEquals(3, cluster.replicas("orphans").orElseThrow());
        assertEquals(before, uids("orphans"));
    }

    @Test
    void aTemplateThatSetsWhatTheOperatorSetsIsRefusedByName() {
        var cell = cluster.cell("clash", 1, 128);
        Cluster.node(cell)
                .withArray("env")
                .addObject()
                .put("name", "FLEETCELL_NODE")
                .put("value", "mine");
        cluster.sandbox.admin().resource(cell).create();
        var stalled = cluster.awaitCell(
                "clash", "it is stalled", c -> condition(c, "Stalled").status.equals("True"));
        assertTrue(
                condition(stalled, "Stalled").message.contains("FLEETCELL_NODE"),
                condition(stalled, "Stalled").message);
    }

    @Test
    void aStatefulSetOfThatNameThatIsNotOursIsNeverAdopted() {
        var stranger = new StatefulSetBuilder()
                .withNewMetadata()
                .withName("taken-m")
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withNewSelector()
                .addToMatchLabels("app", "stranger")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "stranger")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("x")
                .withImage("x")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        var created = cluster.sandbox.admin().resource(stranger).create();
        create("taken", 1, 128);
        var stalled = cluster.awaitCell(
                "taken", "it is stalled", c -> condition(c, "Stalled").status.equals("True"));
        assertEquals("NameTaken", condition(stalled, "Stalled").reason);
        assertTrue(
                condition(stalled, "Stalled").message.contains("StatefulSet taken-m"),
                condition(stalled, "Stalled").message);
        var after = cluster.sandbox.admin().resource(stranger).get();
        assertEquals(created.getMetadata().getUid(), after.getMetadata().getUid());
        assertEquals(Map.of("app", "stranger"), after.getSpec().getSelector().getMatchLabels());
        assertTrue(after.getMetadata().getOwnerReferences().isEmpty());

        cluster.sandbox.admin().resource(stranger).delete();
        cluster.awaitReady("taken", 1);
    }

    @Test
    void aServiceOfThatNameIsNotAdoptedEither() {
        var stranger = new ServiceBuilder()
                .withNewMetadata()
                .withName("svc-peers")
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .withClusterIP("None")
                .endSpec()
                .build();
        cluster.sandbox.admin().resource(stranger).create();
        create("svc", 1, 128);
        var stalled = cluster.awaitCell(
                "svc", "it is stalled", c -> condition(c, "Stalled").status.equals("True"));
        assertTrue(
                condition(stalled, "Stalled").message.contains("Service svc-peers"),
                condition(stalled, "Stalled").message);
        cluster.sandbox.admin().resource(stranger).delete();
    }

    @Test
    void aDrainTakesNoMoreNodesThanAWaveAndTheBudgetGrowsWithTheCell() {
        create("drained", 3, 128);
        cluster.awaitReady("drained", 3);
        cluster.awaitThat("the disruption controller lets one node go", () -> {
            var status = disruptionBudget("drained").getStatus();
            return status != null && status.getDisruptionsAllowed() == 1 && status.getExpectedPods() == 3;
        });
        assertEquals(new IntOrString(1), disruptionBudget("drained").getSpec().getMaxUnavailable());
        evict("drained-m-0");
        assertEquals(
                429,
                assertThrows(KubernetesClientException.class, () -> evict("drained-m-1"))
                        .getCode());
        cluster.awaitReady("drained", 3);

        cluster.resource("drained").scale(4);
        cluster.awaitReady("drained", 4);
        assertEquals(
                new IntOrString(2),
                disruptionBudget("drained").getSpec().getMaxUnavailable(),
                "half of four nodes, as waves have it");
    }

    @Test
    void aDisruptionBudgetOfThatNameThatIsNotOursIsNotAdoptedAndTheCellLivesOn() {
        var stranger = new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName("pdbtaken")
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .withNewMaxUnavailable(0)
                .withNewSelector()
                .addToMatchLabels("app", "stranger")
                .endSelector()
                .endSpec()
                .build();
        var created = cluster.sandbox.admin().resource(stranger).create();
        create("pdbtaken", 1, 128);
        var stalled = cluster.awaitCell(
                "pdbtaken", "it is stalled", c -> condition(c, "Stalled").status.equals("True"));
        assertEquals("NameTaken", condition(stalled, "Stalled").reason);
        assertTrue(
                condition(stalled, "Stalled").message.contains("PodDisruptionBudget pdbtaken"),
                condition(stalled, "Stalled").message);
        cluster.resource("pdbtaken").scale(2);
        cluster.awaitCell(
                "pdbtaken",
                "it has grown to two Ready nodes and says that it is stalled",
                c -> c.getStatus().nodes.ready == 2
                        && condition(c, "Stalled").status.equals("True"));
        assertEquals(List.of("Growth: 0 to 1 nodes", "Growth: 1 to 2 nodes"), changesOf("pdbtaken"));
        var after = cluster.sandbox.admin().resource(stranger).get();
        assertEquals(created.getSpec(), after.getSpec());
        assertTrue(after.getMetadata().getOwnerReferences().isEmpty());
        cluster.sandbox.admin().resource(stranger).delete();
        cluster.awaitReady("pdbtaken", 2);
    }

    @Test
    void aFailureThatNobodyForesawStandsInStatusOnceAndGoesWithTheNextGoodPass() throws IOException {
        var role = cluster.sandbox
                .admin()
                .rbac()
                .clusterRoles()
                .withName("fleetcell-operator")
                .edit(r -> {
                    r.getRules().stream()
                            .filter(rule -> rule.getResources().contains("configmaps"))
                            .forEach(rule -> rule.setVerbs(List.of("list", "watch", "create", "patch")));
                    return r;
                });
        assertFalse(role.getRules().isEmpty());
        create("unforeseen", 1, 128);
        var failing = cluster.awaitCell(
                "unforeseen",
                "the failure stands in its status",
                c -> c.getStatus().change != null && "PassFailed".equals(c.getStatus().change.wait));
        assertEquals("True", condition(failing, "Reconciling").status);
        assertEquals("PassFailed", condition(failing, "Reconciling").reason);
        assertTrue(
                condition(failing, "Reconciling").message.contains("KubernetesClientException: ")
                        && condition(failing, "Reconciling").message.contains("configmaps"),
                condition(failing, "Reconciling").message);
        cluster.awaitFailedPasses(2);
        assertEquals(
                failing.getMetadata().getResourceVersion(),
                cluster.resource("unforeseen").get().getMetadata().getResourceVersion(),
                "a retry that fails again writes nothing");
        assertEquals(1, warnings("unforeseen").size(), warnings("unforeseen").toString());

        var restored = cluster.sandbox.kubectl("apply", "-f", Cluster.RBAC.toString());
        assertEquals(0, restored.exitCode(), restored.err());
        var well = cluster.awaitReady("unforeseen", 1);
        assertFalse("PassFailed".equals(condition(well, "Reconciling").reason), "cleared by a good pass");
    }

    @Test
    void aFieldThatIsNotObeyedYetRaisesAWarningOnce() {
        var cell = cluster.cell("unobeyed", 0, 128);
        cell.getSpec().alarms = new FleetCellSpec.Alarms();
        cell.getSpec().alarms.warningPercent = 80;
        cluster.sandbox.admin().resource(cell).create();
        cluster.awaitThat("the warning is there", () -> !warnings("unobeyed").isEmpty());
        assertEquals(
                List.of("spec.alarms.warningPercent: stored, but this version does not act on it"),
                warnings("unobeyed"));
    }

    @Test
    void aPausedCellChangesNothing() {
        var cell = cluster.cell("paused", 2, 128);
        cell.getSpec().paused = true;
        cluster.sandbox.admin().resource(cell).create();
        cluster.awaitCell(
                "paused",
                "it waits for the pause to end",
                c -> c.getStatus().change != null && "Paused".equals(c.getStatus().change.wait));
        assertFalse(cluster.replicas("paused").filter(n -> n > 0).isPresent());
        cluster.edit("paused", c -> c.getSpec().paused = false);
        cluster.awaitReady("paused", 2);
    }

    @Test
    void nodesAreServedToClientsAndToPeers() {
        create("svcs", 2, 128);
        cluster.awaitReady("svcs", 2);
        var client = cluster.sandbox.admin();
        var peers =
                client.services().inNamespace("default").withName("svcs-peers").get();
        assertEquals("None", peers.getSpec().getClusterIP());
        assertTrue(peers.getSpec().getPublishNotReadyAddresses());
        var clients = client.services().inNamespace("default").withName("svcs").get();
        assertEquals(
                List.of("gateway"),
                clients.getSpec().getPorts().stream().map(p -> p.getName()).toList());
        var pod = cluster.pods("svcs").getFirst();
        assertEquals(false, pod.getSpec().getAutomountServiceAccountToken());
    }

    @Test
    void aSecondReplicaLeadsAtOnceWhenTheFirstStops() throws IOException {
        create("handover", 1, 128);
        cluster.awaitReady("handover", 1);
        var first = operator;
        operator = cluster.startOperator();
        cluster.awaitThat(
                "the second replica stands by", () -> operator.tail(50).contains("leader is"));
        first.terminate(Duration.ofSeconds(10));
        cluster.awaitThat("the second replica leads", () -> operator.tail(200).contains("leading"));
        cluster.resource("handover").scale(2);
        cluster.awaitReady("handover", 2);
    }

    private static void create(String name, int capacity, int limit) {
        cluster.sandbox.admin().resource(cluster.cell(name, capacity, limit)).create();
    }

    private static PodDisruptionBudget disruptionBudget(String cell) {
        return cluster.sandbox
                .admin()
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace("default")
                .withName(cell)
                .get();
    }

    /** As kubectl drain does it, but without trying again: 429 is an answer here. */
    private static void evict(String pod) {
        var once = new ConfigBuilder(cluster.sandbox.admin().getConfiguration())
                .withRequestRetryBackoffLimit(0)
                .build();
        var eviction = new EvictionBuilder()
                .withNewMetadata()
                .withName(pod)
                .withNamespace("default")
                .endMetadata()
                .build();
        try (var client = new KubernetesClientBuilder().withConfig(once).build()) {
            client.raw("/api/v1/namespaces/default/pods/" + pod + "/eviction", "POST", eviction);
        }
    }

    /** What changes are said to have begun, in order. */
    private static List<String> changesOf(String cell) {
        return cluster.events(cell).stream()
                .filter(e -> e.getReason().equals("ChangeStarted"))
                .sorted(Comparator.comparing(e -> e.getEventTime().getTime()))
                .map(e -> e.getNote().replaceFirst("(nodes) .*", "$1"))
                .toList();
    }

    private static List<String> uids(String cell) {
        return cluster.pods(cell).stream()
                .map(p -> p.getMetadata().getUid())
                .sorted()
                .toList();
    }

    private static List<String> warnings(String cell) {
        return cluster.events(cell).stream()
                .filter(e -> e.getType().equals("Warning"))
                .map(e -> e.getNote())
                .toList();
    }

    private static String setting(String cell) {
        return cluster.sandbox
                .admin()
                .configMaps()
                .inNamespace("default")
                .withName(cell + "-node")
                .get()
                .getData()
                .getOrDefault("FLEETCELL_THREAD_BUDGET", "none");
    }

    private static void assertMeasuredIsWhatTheKernelSays(String node, int measured) throws IOException {
        var pid = cluster.sandbox.process("default", node, "node").orElseThrow().pid();
        try (var tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            var kernel = tasks.count();
            // status is not rewritten for a change of two tasks, and the kernel's number moves by one or two
            assertTrue(Math.abs(kernel - measured) <= 3, node + ": status says " + measured + ", /proc " + kernel);
        }
    }

    /** Versions of everything that the operator writes. */
    private static Map<String, String> versions(String cell) {
        var client = cluster.sandbox.admin();
        return Map.of(
                "cell", cluster.resource(cell).get().getMetadata().getResourceVersion(),
                "statefulSet",
                        client.apps()
                                .statefulSets()
                                .inNamespace("default")
                                .withName(cell + "-m")
                                .get()
                                .getMetadata()
                                .getResourceVersion(),
                "configMap",
                        client.configMaps()
                                .inNamespace("default")
                                .withName(cell + "-node")
                                .get()
                                .getMetadata()
                                .getResourceVersion(),
                "disruptionBudget", disruptionBudget(cell).getMetadata().getResourceVersion(),
                "services",
                        client
                                .services()
                                .inNamespace("default")
                                .withLabel("fleetcell.dev/cell", cell)
                                .list()
                                .getItems()
                                .stream()
                                .map(s -> s.getMetadata().getResourceVersion())
                                .filter(Objects::nonNull)
                                .collect(Collectors.toCollection(TreeSet::new))
                                .toString());
    }
}
