package dev.fleetcell.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.api.v1alpha1.FleetCellSpec.BootstrapSource;
import dev.fleetcell.api.v1alpha1.FleetCellSpec.OverBudget;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Nodes get other content, or do not. The cell of 6 is one for all tests: each of them is given a whole one, and leaves one. */
@Order(9)
class RestartIT {
    private static final String NAMESPACE = "restarts";
    private static final Cell CELL = new Cell(NAMESPACE, "use1-a");
    private static final int NODES = 6;
    /** Nodes that may be away at once: 34 % of 6. */
    private static final int WINDOW = 2;

    private static final String STAMP = "fleetcell.dev/restart";
    /** The name of the restart in examples/. */
    private static final String RESTART = "example";

    private static final Pattern HALF_WAY = Pattern.compile("(?m)^\\S+ +Running +[1-5]/6 +use1-a ");

    private Set<String> former = Set.of();

    @BeforeAll
    static void cellOf6() {
        Product.ensureInstalled();
        Examples.namespaceWithStore(NAMESPACE);
        CELL.apply(c -> {
            c.getSpec().capacity = NODES;
            c.getSpec().rollout.nodesPerHour = Examples.FAST;
        });
    }

    @AfterAll
    static void clean() {
        Examples.deleteNamespace(NAMESPACE);
    }

    @BeforeEach
    void awaitWholeCell() {
        CELL.awaitSettled(NODES);
        former = uids();
    }

    /**
     * Given a client that has records routed all the time, when the template gets another variable, then every node is
     * evicted and comes back with it, at most two are away at once, and the client is served.
     */
    @Test
    void aNewTemplateReachesEveryNodeByEvictionWhileAClientIsServed() {
        var revision = CELL.get().getStatus().revision.update;
        try (var watch = NodeWatch.of(CELL);
                var client = RoutingClient.of(CELL)) {
            var began = System.nanoTime();
            CELL.edit(c -> ((ArrayNode) node(c).get("env"))
                    .addObject()
                    .put("name", "COLOR")
                    .put("value", "blue"));
            var changed = CELL.awaitSettled(NODES);
            Figures.note("a new template for 6 nodes, 2 at once", Duration.ofNanos(System.nanoTime() - began));
            assertNotEquals(revision, changed.getStatus().revision.update);
            assertTrue(CELL.pods().stream().allMatch(RestartIT::isBlue), CELL::describe);
            assertEveryNodeWasReplacedOnce(watch);
            client.requireServed("a new template");
        }
        assertTold(
                "ChangeStarted TemplateChange: 6 nodes, at most 2 away at once", "ChangeDone TemplateChange: 6 of 6");
    }

    /**
     * Given a whole cell, when it gets an image that no machine has, then two nodes wait for it, {@code kubectl describe}
     * names them, and nobody else is touched; when the former template is put back, those two come back with it.
     */
    @Test
    void anImageThatIsNotThereStopsAtTheFirstWaveIsNamedAndIsTakenBack() {
        var good = CELL.get().getSpec().template.deepCopy();
        try (var watch = NodeWatch.of(CELL)) {
            CELL.edit(c -> node(c).put("image", "fleetcell/no-such-image:1").put("imagePullPolicy", "Never"));
            CELL.await(
                    "the first wave is held",
                    c -> c.getStatus().change != null && "RevisionUnproven".equals(c.getStatus().change.wait));
            Cluster.awaitThat(
                    "kubectl describe names both nodes",
                    CELL::describe,
                    text -> text.contains("use1-a-m-4 (ErrImageNeverPull: ")
                            && text.contains("use1-a-m-5 (ErrImageNeverPull: "));
            CELL.edit(c -> c.getSpec().template = good);
            CELL.awaitSettled(NODES);
            assertEquals(
                    WINDOW,
                    watch.ever().stream().filter(RestartIT::hasNoImage).count(),
                    "nodes that ever had the bad image");
            assertTrue(watch.fewestReady() >= NODES - WINDOW, () -> "fewest Ready: " + watch.fewestReady());
        }
        var untouched = new HashSet<>(uids());
        untouched.retainAll(former);
        assertEquals(NODES - WINDOW, untouched.size(), CELL::describe);
        assertTrue(CELL.pods().stream().noneMatch(RestartIT::hasNoImage), CELL::describe);
        assertTold(
                "ChangeStarted TemplateChange: 6 nodes",
                "ChangeHeld TemplateChange 0/6: RevisionUnproven: ",
                "ChangeStarted Rollback: 6 nodes",
                "ChangeDone Rollback: 6 of 6");
    }

    /**
     * Given the ColdRestart of the examples with a time that is still to come, when it is applied and the operator's leader is
     * deleted half-way, then the next one goes on from there: each node is restarted once, {@code kubectl get fcr} shows how
     * far it is, and a client is served.
     */
    @Test
    void aColdRestartGoesOnWhenTheLeaderIsDeletedHalfWay() {
        try (var watch = NodeWatch.of(CELL);
                var client = RoutingClient.of(CELL)) {
            var began = System.nanoTime();
            Cluster.apply(Examples.coldRestart(NAMESPACE, Instant.now().plus(Duration.ofHours(1))));
            Cluster.awaitThat(
                    "kubectl get fcr shows how far it is",
                    () -> Cluster.kubectl("get", "fcr", "--namespace", NAMESPACE),
                    text -> HALF_WAY.matcher(text).find());
            var leader = Product.leader();
            assertTrue(restarted() < NODES, "it is not over yet");
            Cluster.kubectl("delete", "pod", leader, "--namespace", Product.NAMESPACE, "--wait=false");
            Cluster.kubectl(
                    "wait",
                    "--for=jsonpath={.status.phase}=Completed",
                    "coldrestart/" + RESTART,
                    "--namespace",
                    NAMESPACE,
                    "--timeout=180s");
            Figures.note(
                    "a cold restart of 6 nodes, 600 an hour, 2 at once, its leader deleted half-way",
                    Duration.ofNanos(System.nanoTime() - began));
            assertEquals(NODES, restarted(), CELL::describe);
            assertEveryNodeWasReplacedOnce(watch);
            client.requireServed("a cold restart");
            assertNotEquals(leader, Product.leader());
        }
        var shown = Cluster.kubectl("get", "fcr", "--namespace", NAMESPACE);
        assertTrue(
                Pattern.compile("(?m)^example +Completed +6/6 ").matcher(shown).find(), shown);
        assertTold("ChangeStarted Restart example: 6 nodes, at most 2 away at once", "ChangeDone Restart: 6 of 6");
        var described = Cluster.kubectl("describe", "fcr", RESTART, "--namespace", NAMESPACE);
        assertTrue(described.contains("RestartCompleted") && described.contains("6/6 nodes in "), described);
        Product.awaitRolledOut();
    }

    /**
     * Given a whole cell, when every field is edited that is said to restart nothing, and put back, then the operator obeys,
     * and neither writes the StatefulSet nor touches a node.
     */
    @Test
    void editsOfEverythingButTheTemplateRestartNobody() {
        var workload = workloadGeneration();
        var before = CELL.incarnations();
        var spec = CELL.get().getSpec();
        CELL.edit(c -> {
            c.getSpec().threads.limit = 90;
            c.getSpec().overBudget = OverBudget.Clamp;
            c.getSpec().rollout.maxWarming = 3;
            c.getSpec().rollout.maxWavePercent = 40; // still 2 of 6
            c.getSpec().rollout.nodesPerHour = 18_000;
            c.getSpec().bootstrap.source = BootstrapSource.Peers;
            c.getSpec().alarms.warningPercent = 80;
            c.getSpec().alarms.criticalPercent = 90;
            c.getSpec().alarms.forecastMinutes = 30;
            c.getSpec().alarms.driftPercent = 10;
        });
        assertEquals(72, CELL.awaitSettled(NODES).getStatus().threads.budget);
        CELL.edit(c -> c.setSpec(spec));
        assertEquals(80, CELL.awaitSettled(NODES).getStatus().threads.budget);
        assertEquals(workload, workloadGeneration(), "the StatefulSet was written");
        assertEquals(before, CELL.incarnations());
    }

    /**
     * Each was asked for before the frontier passed it. From then on the StatefulSet controller may be quicker than the eviction,
     * on a machine that is busy: so not each of them has to carry the mark of one.
     */
    private void assertEveryNodeWasReplacedOnce(NodeWatch watch) {
        assertEquals(2 * NODES, watch.ever().size(), "the former nodes and one new for each");
        assertFalse(watch.evicted().isEmpty(), "nobody was evicted");
        assertTrue(former.containsAll(watch.evicted()), () -> "a new node was evicted: " + watch.evicted());
        assertTrue(watch.fewestReady() >= NODES - WINDOW, () -> "fewest Ready: " + watch.fewestReady());
        Figures.note("fewest Ready of 6, 2 at once", String.valueOf(watch.fewestReady()));
    }

    /** In this order; other events may stand between them. */
    private static void assertTold(String... beginnings) {
        var news = CELL.news();
        var left = new ArrayDeque<>(List.of(beginnings));
        news.forEach(told -> {
            if (!left.isEmpty() && told.startsWith(left.peek())) {
                left.pop();
            }
        });
        assertTrue(left.isEmpty(), () -> "missing, in this order: " + left + "\n" + String.join("\n", news));
    }

    private static long restarted() {
        return CELL.pods().stream()
                .filter(p -> p.getMetadata().getAnnotations() != null
                        && RESTART.equals(p.getMetadata().getAnnotations().get(STAMP)))
                .count();
    }

    private static ObjectNode node(FleetCell cell) {
        return (ObjectNode) cell.getSpec().template.at("/spec/containers/0");
    }

    private static boolean isBlue(Pod pod) {
        return pod.getSpec().getContainers().getFirst().getEnv().stream()
                .anyMatch(e -> e.getName().equals("COLOR") && "blue".equals(e.getValue()));
    }

    private static boolean hasNoImage(Pod pod) {
        return pod.getSpec().getContainers().getFirst().getImage().startsWith("fleetcell/no-such-image");
    }

    private static Set<String> uids() {
        return CELL.pods().stream().map(p -> p.getMetadata().getUid()).collect(Collectors.toSet());
    }

    private static Long workloadGeneration() {
        return Cluster.admin()
                .apps()
                .statefulSets()
                .inNamespace(NAMESPACE)
                .withName(CELL.name() + "-m")
                .require()
                .getMetadata()
                .getGeneration();
    }
}
