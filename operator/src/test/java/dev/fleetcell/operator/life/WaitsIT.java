package dev.fleetcell.operator.life;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.sandbox.binaries.KubernetesBinary;
import dev.fleetcell.sandbox.fakepods.Behaviour;
import dev.fleetcell.sandbox.fakepods.ReportBehaviour;
import dev.fleetcell.sandbox.fakepods.ReportBehaviour.Answer;
import dev.fleetcell.sandbox.kubelet.FakeKubelet;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What a cell waits for when its nodes, its cluster or people get in its way: it says so, does no harm meanwhile, and goes on when the
 * cause is gone. Cells of a few fake nodes.
 */
@Execution(ExecutionMode.CONCURRENT) // they wait most of the time, each with a cell of its own
class WaitsIT {
    private static final String DOOMED = "doomed";

    private static Fleet fleet;
    private static FakeKubelet doomed;

    @BeforeAll
    static void start() throws IOException, SQLException {
        fleet = Fleet.start(builder -> builder
                // Longer than the 10 s between two renewals of a cluster node's Lease.
                .flag(KubernetesBinary.KUBE_CONTROLLER_MANAGER, "--node-monitor-grace-period=12s"));
        fleet.cluster.sandbox.addKubelet("node-1");
        doomed = fleet.cluster.sandbox.addKubelet(DOOMED);
        kubectl("taint", "node", DOOMED, DOOMED + "=soon:NoSchedule");
        kubectl("label", "node", "node-0", "node-1", "room=yes");
        fleet.cluster.startOperator();
    }

    @AfterAll
    static void stop() throws IOException {
        fleet.close();
    }

    /** Given a node that half of the cell does not see: then the cell does not grow, and says who does not see whom. */
    @Test
    void aPeerThatHalfOfTheCellDoesNotSeeHoldsGrowth() {
        given("unseen", 6);
        fleet.behave(
                "unseen", List.of(0, 1, 2), withReport(ReportBehaviour.TRUE.withMissedPeers(Set.of("unseen-m-5"))));
        fleet.awaitCell(
                "unseen",
                "it is noticed",
                c -> conditionMessage(c, "Converged").equals("unseen-m-0 is not connected to unseen-m-5"));

        fleet.cluster.resource("unseen").scale(7);
        var held = fleet.awaitWait("unseen", "PeersNotConverged");
        assertEquals("unseen-m-0 is not connected to unseen-m-5", held.getStatus().change.message);
        assertEquals(6, fleet.cluster.pods("unseen").size());

        fleet.behaveWell("unseen");
        fleet.awaitSettled("unseen", 7);
    }

    /** Given a node that stops to report: then growth waits for it by name as soon as its last word is too old. */
    @Test
    void aReportThatStopsHoldsGrowth() {
        given("silent", 4);
        fleet.awaitCell(
                "silent", "all see all", c -> conditionMessage(c, "Converged").startsWith("every"));
        fleet.behave("silent", List.of(2), withReport(ReportBehaviour.TRUE.withAnswer(Answer.NOTHING)));
        fleet.cluster.resource("silent").scale(8); // two waves: its last word knows nothing of the nodes of the first
        var held = fleet.awaitWait("silent", "ReportMissing");
        assertTrue(
                held.getStatus().change.message.startsWith("silent-m-2 is Ready and has not reported"),
                () -> held.getStatus().change.message);
        assertEquals(6, fleet.cluster.pods("silent").size());

        fleet.behaveWell("silent");
        fleet.awaitSettled("silent", 8);
    }

    /** Given new nodes whose container ends again and again: then growth waits and names them. */
    @Test
    void nodesThatCrashHoldGrowth() {
        given("crashing", 4);
        fleet.behave("crashing", List.of(4, 5), Fleet.WELL.withNeverReady().withCrashLoop());
        assertHeldAt("crashing", 6, "NodesCrashing", " (CrashLoopBackOff");
        fleet.behaveWell("crashing");
        fleet.awaitSettled("crashing", 8);
    }

    /** Given new nodes whose image is missing: then growth waits and names them. */
    @Test
    void nodesThatCannotStartHoldGrowth() {
        given("noimage", 4);
        fleet.behave("noimage", List.of(4, 5), Fleet.WELL.withImageMissing());
        assertHeldAt("noimage", 6, "NodesCannotStart", "Image");
        fleet.behaveWell("noimage");
        fleet.awaitSettled("noimage", 8);
    }

    /** Given cluster nodes that take no more pods of a cell: then growth waits and names the nodes that found no room. */
    @Test
    void nodesThatFindNoRoomHoldGrowth() throws IOException {
        given("noroom", 4, spec -> spec.putObject("nodeSelector").put("room", "yes"));
        kubectl("label", "node", "node-0", "node-1", "room-");
        assertHeldAt("noroom", 6, "NodesUnschedulable", " (not scheduled: 0/");
        kubectl("label", "node", "node-0", "node-1", "room=yes");
        fleet.awaitSettled("noroom", 8);
    }

    /**
     * Given a cluster node that is lost with some of the cell's nodes: then they are counted as lost and stay, for only a person
     * knows whether that machine is dead; and the cell can still be made smaller.
     */
    @Test
    void aLostClusterNodeIsCountedAndNothingOfItIsRemovedByForce() throws IOException {
        given(
                "lost",
                6,
                spec -> spec.putArray("tolerations")
                        .addObject()
                        .put("key", DOOMED)
                        .put("operator", "Exists"));
        var uids = uids("lost");
        var there = onClusterNode("lost", DOOMED);
        assertTrue(there.size() >= 1, "the scheduler spread the cell over " + fleet.cluster.pods("lost"));
        doomed.stop();
        try {
            var cell = fleet.awaitCell(
                    "lost",
                    "the lost nodes are counted",
                    c -> c.getStatus().nodes.lost == there.size()
                            && c.getStatus().nodes.ready == 6 - there.size()
                            && c.getStatus().change != null);
            assertEquals("NodesLost", cell.getStatus().change.wait);
            assertTrue(
                    cell.getStatus().change.message.contains("cluster node doomed has not spoken"),
                    () -> cell.getStatus().change.message);
            fleet.awaitPasses("lost", 2);
            assertEquals(uids, uids("lost"));

            fleet.cluster.resource("lost").scale(2);
            fleet.cluster.awaitThat(
                    "it shrinks", () -> fleet.cluster.replicas("lost").orElseThrow() == 2);
            fleet.cluster.awaitThat(
                    "the nodes that can end have ended",
                    () -> fleet.cluster.pods("lost").stream()
                            .allMatch(p -> Fleet.ordinal(p) < 2 || there.contains(name(p))));
            fleet.awaitPasses("lost", 2);
            assertTrue(
                    uids("lost").keySet().containsAll(there),
                    () -> there + " stay until a person acts: " + uids("lost"));
        } finally {
            kubectl("delete", "node", DOOMED); // what a person does who knows that it is dead
            for (var name : there) {
                kubectl("delete", "pod", name, "--force", "--ignore-not-found");
            }
        }
        fleet.awaitSettled("lost", 2);
    }

    /** Given a second PodDisruptionBudget: then nothing can be evicted, both are named, and all goes on when it is deleted. */
    @Test
    void twoDisruptionBudgetsAreNamed() {
        given("budgets", 4);
        var second = fleet.cluster
                .sandbox
                .admin()
                .resource(new PodDisruptionBudgetBuilder()
                        .withNewMetadata()
                        .withName("somebodys")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .withNewMaxUnavailable(1)
                        .withNewSelector()
                        .addToMatchLabels("fleetcell.dev/cell", "budgets")
                        .endSelector()
                        .endSpec()
                        .build());
        second.create();
        try {
            fleet.color("budgets", "blue");
            var held = fleet.awaitWait("budgets", "TwoDisruptionBudgets");
            assertTrue(
                    held.getStatus().change.message.contains("budgets, somebodys"),
                    () -> held.getStatus().change.message);
            assertEquals(Map.of("", 4L), colors("budgets"));
        } finally {
            second.delete();
        }
        fleet.awaitSettled("budgets", 4);
        assertEquals(Map.of("blue", 4L), colors("budgets"));
    }

    /**
     * Given a wave that was told to go and takes long, when the cell is paused: then the frontier is drawn back above it, so that it
     * returns as it was; nothing more is evicted; and when the pause ends, the change goes on.
     */
    @Test
    void aPauseInMidChangeDrawsTheFrontierBackAndEvictsNothing() {
        given("paused", 6);
        fleet.behave("paused", List.of(4, 5), Fleet.WELL.withTerminationDelay(Duration.ofSeconds(9)));
        try (var watch = NodeWatch.of(fleet.cluster, "paused")) {
            fleet.color("paused", "blue");
            fleet.cluster.awaitThat(
                    "a wave was told to go", () -> watch.toldToGo(0).size() >= 2);
            fleet.cluster.edit("paused", c -> c.getSpec().paused = true);
            fleet.cluster.awaitThat("the frontier is drawn back", () -> frontier("paused") == 6);
            fleet.behaveWell("paused"); // they go now
            fleet.cluster.awaitThat(
                    "they are back, as they were",
                    () -> watch.ready().size() == 6 && colors("paused").equals(Map.of("", 6L)));
            fleet.awaitPasses("paused", 2);
            assertEquals(List.of("paused-m-5", "paused-m-4"), watch.toldToGo(0));

            fleet.cluster.edit("paused", c -> c.getSpec().paused = false);
            fleet.awaitSettled("paused", 6);
            assertEquals(Map.of("blue", 6L), colors("paused"));
        }
    }

    /** Given a template that is not proven, when nodes are deleted by hand: then each comes back with the revision of its side. */
    @Test
    void aNodeThatIsDeletedByHandComesBackWithTheRevisionOfItsSide() {
        given("byhand", 6);
        fleet.behave(
                "byhand",
                pod -> Fleet.color(pod).equals("bad")
                        ? Fleet.WELL.withNeverReady().withCrashLoop()
                        : Fleet.WELL);
        fleet.color("byhand", "bad");
        fleet.awaitWait("byhand", "RevisionUnproven");
        fleet.awaitCell("byhand", "two nodes are of it", c -> colors("byhand").equals(Map.of("", 4L, "bad", 2L)));
        var before = Set.copyOf(uids("byhand").values());
        var deleted = List.of("byhand-m-0", "byhand-m-5");
        for (var name : deleted) {
            fleet.cluster
                    .sandbox
                    .admin()
                    .pods()
                    .inNamespace("default")
                    .withName(name)
                    .delete();
        }
        fleet.awaitCell(
                "byhand",
                "they are back",
                c -> uids("byhand").size() == 6
                        && fleet.cluster.pods("byhand").stream()
                                .filter(p -> deleted.contains(name(p)))
                                .noneMatch(p -> before.contains(p.getMetadata().getUid())));
        assertEquals(
                Map.of(0, "", 1, "", 2, "", 3, "", 4, "bad", 5, "bad"),
                fleet.cluster.pods("byhand").stream().collect(toMap(Fleet::ordinal, Fleet::color)));
        fleet.color("byhand", "good");
        fleet.awaitSettled("byhand", 6);
    }

    /** A cell whose waves are of two nodes. */
    private static void given(String cell, int nodes) {
        given(cell, nodes, spec -> {});
    }

    private static void given(String cell, int nodes, Consumer<ObjectNode> pod) {
        fleet.create(cell, nodes, 100, 2, pod);
        fleet.awaitSettled(cell, nodes);
    }

    /** Grows by twice a wave, and is held after the first. */
    private static void assertHeldAt(String cell, int nodes, String reason, String message) {
        fleet.cluster.resource(cell).scale(nodes + 2);
        var held = fleet.awaitWait(cell, reason);
        assertTrue(held.getStatus().change.message.contains(message), () -> held.getStatus().change.message);
        fleet.awaitPasses(cell, 2);
        assertEquals(nodes, fleet.cluster.pods(cell).size(), "no second wave comes");
    }

    private static Behaviour withReport(ReportBehaviour report) {
        return Fleet.WELL.withReport(report);
    }

    private static String conditionMessage(FleetCell cell, String type) {
        return cell.getStatus().conditions.stream()
                .filter(c -> c.type.equals(type))
                .map(c -> c.message)
                .findFirst()
                .orElse("");
    }

    private static int frontier(String cell) {
        return fleet.cluster
                .sandbox
                .admin()
                .apps()
                .statefulSets()
                .inNamespace("default")
                .withName(cell + "-m")
                .get()
                .getSpec()
                .getUpdateStrategy()
                .getRollingUpdate()
                .getPartition();
    }

    private static Map<String, String> uids(String cell) {
        return fleet.cluster.pods(cell).stream()
                .collect(toMap(WaitsIT::name, p -> p.getMetadata().getUid()));
    }

    private static Map<String, Long> colors(String cell) {
        return fleet.cluster.pods(cell).stream().collect(Collectors.groupingBy(Fleet::color, Collectors.counting()));
    }

    private static Set<String> onClusterNode(String cell, String clusterNode) {
        return fleet.cluster.pods(cell).stream()
                .filter(p -> clusterNode.equals(p.getSpec().getNodeName()))
                .map(WaitsIT::name)
                .collect(Collectors.toSet());
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }

    private static void kubectl(String... arguments) throws IOException {
        var result = fleet.cluster.sandbox.kubectl(arguments);
        assertEquals(0, result.exitCode(), result::err);
    }
}
