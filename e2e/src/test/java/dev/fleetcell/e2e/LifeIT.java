package dev.fleetcell.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.api.v1alpha1.FleetCellSpec;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A cell of real pods, from its first node to its last. */
@Order(2)
class LifeIT {
    private static final String NAMESPACE = "life";
    private static final Cell CELL = new Cell(NAMESPACE, "use1-a");
    private static final int SHARDS = 8 * 512;

    @BeforeAll
    static void store() {
        Product.ensureInstalled();
        Examples.namespaceWithStore(NAMESPACE);
    }

    @AfterAll
    static void clean() {
        Examples.deleteNamespace(NAMESPACE);
    }

    @AfterEach
    void deleteCell() {
        CELL.delete();
    }

    /**
     * Given a metadata store in the cluster, when the example is applied with kubectl, then its nodes find each other by
     * DNS, have the whole shard map, and serve behind the cell's Service; and what they run as is confined.
     */
    @Test
    void aCellThatIsAppliedFindsItsPeersByDnsAndServesTheShardMap() {
        Cluster.apply(Examples.read("cell.yaml", NAMESPACE));
        CELL.awaitReady(3);
        for (var pod : CELL.pods()) {
            var report = CELL.report(pod);
            assertEquals("SERVING", report.at("/phase").asText().toUpperCase(java.util.Locale.ROOT), report::toString);
            assertEquals(2, report.at("/peers/connected").asInt(), report::toString);
            assertEquals(SHARDS, report.at("/shardMap/shards").asInt(), report::toString);
            assertTrue(report.at("/shardMap/complete").asBoolean(), report::toString);
        }
        var routed = Cluster.kubectl(
                "get",
                "--raw",
                "/api/v1/namespaces/" + NAMESPACE + "/services/use1-a:gateway/proxy/route/stream-3?partitionKey=42");
        assertTrue(routed.contains("backend-"), routed);

        var node = CELL.pods().getFirst();
        var process = PodProcess.of(node);
        assertEquals("65532", process.effectiveUser());
        Figures.note("reference node in a cell of 3: tasks", process.field("Threads"));
        Figures.note("reference node in a cell of 3: RSS", process.residentMemory());
        Cluster.awaitThat(
                "the node counts what the kernel counts",
                () -> CELL.report(node).at("/threads/total").asText().equals(process.field("Threads")));
    }

    /**
     * Given a cell whose budget holds 33 nodes, when 34 are asked for, then kubectl prints the API server's refusal, which
     * says what would help, and nothing changes; a dry run says the same.
     */
    @Test
    void aCapacityThatDoesNotFitIsRefusedInOneSentence() {
        CELL.apply();
        CELL.awaitReady(3);
        var refused = CELL.scale(34);
        assertEquals(1, refused.exitCode(), refused.out());
        assertTrue(
                refused.err().contains("spec.capacity: Forbidden: does not fit the thread budget")
                        && refused.err().contains("at most 33 units"),
                refused.err());
        Figures.note("kubectl scale, refused", refused.took());
        var asked = Cluster.tryKubectl(
                "scale", "fleetcell", "use1-a", "--namespace", NAMESPACE, "--replicas=34", "--dry-run=server");
        assertEquals(refused.err(), asked.err());
        assertEquals(3, CELL.get().getSpec().capacity);
    }

    /**
     * Given a cell of 3 with waves of 1, when it is scaled to 6, then each node comes when the one before it is Ready, every
     * node is connected to every other, and no node that was there before restarts.
     */
    @Test
    void growthComesInWavesAndRestartsNobody() {
        CELL.apply();
        CELL.awaitReady(3);
        var before = CELL.incarnations();
        CELL.scale(6).require();
        CELL.awaitReady(6);
        CELL.pods()
                .forEach(pod ->
                        assertEquals(5, CELL.report(pod).at("/peers/connected").asInt()));
        assertTrue(CELL.incarnations().entrySet().containsAll(before.entrySet()), CELL::describe);
        assertCameOneByOne();
        assertTrue(
                CELL.news().stream().anyMatch(n -> n.startsWith("ChangeStarted Growth: 3 to 6 nodes")), CELL::describe);
    }

    /**
     * Given a cell of 3, when the kernel ends a node's process, then the kubelet starts it again in the same pod; when the
     * pod is deleted, the StatefulSet makes another of the same name; each time the cell becomes whole again by itself.
     */
    @Test
    void aNodeThatIsKilledComesBack() {
        CELL.apply();
        CELL.awaitReady(3);
        var victim = CELL.pods().get(1);
        var before = CELL.incarnations();
        PodProcess.of(victim).kill();
        Cluster.awaitThat(
                "the container was started again", () -> restarts(CELL.pods().get(1)) == 1);
        CELL.awaitReady(3);
        assertEquals(uid(victim), uid(CELL.pods().get(1)));

        Cluster.kubectl("delete", "pod", name(victim), "--namespace", NAMESPACE, "--force", "--grace-period=0");
        Cluster.awaitThat(
                "a new pod of that name",
                () -> CELL.pods().size() == 3 && !uid(CELL.pods().get(1)).equals(uid(victim)));
        CELL.awaitReady(3);
        var after = CELL.incarnations();
        for (var other : List.of(CELL.pods().getFirst(), CELL.pods().getLast())) {
            assertEquals(before.get(name(other)), after.get(name(other)), "nobody else restarts");
        }
    }

    /**
     * Given running nodes, when the declared limit and the model are edited, then every node learns its new budget from its
     * mounted settings, and no node restarts.
     */
    @Test
    void anEditOfTheThreadsReachesRunningNodesAndRestartsNobody() {
        CELL.apply();
        CELL.awaitReady(3);
        var before = CELL.incarnations();
        CELL.edit(c -> c.getSpec().threads.limit = 90);
        Cluster.awaitThat(
                "every node knows its new budget of 72",
                () -> CELL.pods().stream()
                        .allMatch(p -> CELL.report(p).at("/threads/budget").asInt() == 72));
        assertEquals(before, CELL.incarnations());
    }

    /**
     * Given a cell that was stopped, when a larger capacity fits only another size, then it comes back in that size, and
     * the empty StatefulSet of the former one is removed.
     */
    @Test
    void aStoppedCellComesBackInAnotherSize() {
        CELL.apply(c -> {
            c.getSpec().sizes = List.of(c.getSpec().sizes.getFirst(), size(c, "l", 4));
            c.getSpec().rollout.nodesPerHour = Examples.FAST;
        });
        CELL.awaitReady(3);
        CELL.scale(0).require();
        CELL.await("the cell is stopped", c -> c.getStatus().nodes.current == 0 && Cell.is(c, "Ready", "True"));
        CELL.scale(36).require(); // 36 nodes of m do not fit, 9 of l do
        CELL.awaitReady(9);
        assertEquals("l", CELL.get().getStatus().size);
        Cluster.awaitThat(
                "the empty StatefulSet is gone",
                () -> Cluster.admin()
                                .apps()
                                .statefulSets()
                                .inNamespace(NAMESPACE)
                                .withName("use1-a-m")
                                .get()
                        == null);
    }

    private static FleetCellSpec.NodeSize size(FleetCell cell, String name, int units) {
        var size = new FleetCellSpec.NodeSize();
        size.name = name;
        size.units = units;
        size.resources = cell.getSpec().sizes.getFirst().resources;
        return size;
    }

    /** API server and kubelet both round down to the second. */
    private static void assertCameOneByOne() {
        var pods = CELL.pods();
        for (int i = 1; i < pods.size(); i++) {
            var created = Instant.parse(pods.get(i).getMetadata().getCreationTimestamp());
            var readySince = Cluster.readySince(pods.get(i - 1));
            assertFalse(
                    created.isBefore(readySince),
                    name(pods.get(i)) + " came at " + created + ", the one before it was Ready at " + readySince);
        }
    }

    private static int restarts(Pod pod) {
        return pod.getStatus().getContainerStatuses().getFirst().getRestartCount();
    }

    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }
}
