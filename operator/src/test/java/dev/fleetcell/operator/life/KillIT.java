package dev.fleetcell.operator.life;

import static dev.fleetcell.operator.cell.Cluster.condition;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.operator.cell.Cluster;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Changes of a cell of real nodes while what changes them is killed, replaced and interfered with. The cell is one for all tests:
 * each of them is given a whole one.
 */
class KillIT {
    private static final String CELL = "use1-a";
    private static final int NODES = 6;
    /** Nodes that may be away at once. */
    private static final int WINDOW = 2;

    private static final int PER_HOUR = 1800;
    /** Less than a bucket: an operator that thought it full once too often would be found. */
    private static final Pace PACE = new Pace(WINDOW, PER_HOUR, Duration.ofSeconds(3));

    /** A busy machine starts real nodes slowly. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static Cluster cluster;
    private static Replica operator;
    private static NodeWatch watch;

    @BeforeAll
    static void start() throws IOException, SQLException {
        cluster = Cluster.start();
        cluster.sandbox.addKubelet("node-1");
        operator = Replica.start(cluster, "replica-a");
        var cell = cluster.cell(CELL, NODES, 128);
        cell.getSpec().rollout.maxWarming = WINDOW;
        cell.getSpec().rollout.nodesPerHour = PER_HOUR;
        cluster.sandbox.admin().resource(cell).create();
        watch = NodeWatch.of(cluster, CELL);
        awaitSettled(NODES);
    }

    @AfterAll
    static void stop() throws IOException {
        if (watch != null) {
            watch.close();
        }
        cluster.close();
    }

    @AfterEach
    void settle() {
        awaitSettled();
    }

    /**
     * Given four nodes and an operator that is killed every few seconds, when the cell grows to six, gets a template, gets it taken
     * back after the first wave, and is restarted: then all of it happens, no more nodes are away at any moment than may be, and
     * no more nodes are started than the pace allows, as if nobody had been killed.
     */
    @Test
    void anOperatorThatIsKilledEveryFewSecondsBringsEveryChangeToItsEnd() throws Exception {
        given(4);
        var begin = watch.mark();
        var killer = Killer.start(operator, Duration.ofMillis(3500), watch);
        var kills = 0;
        try {
            cluster.resource(CELL).scale(NODES);
            awaitSettled(NODES);
            assertEquals(4, watch.lowest(begin).ready(), () -> "growth takes no node away: " + watch.lowest(begin));
            var whole = watch.mark();

            color("green");
            cluster.awaitThat("the first wave of the template is Ready", () -> readyOf("green") >= WINDOW);
            color("");
            awaitSettled();
            assertEquals(Map.of("", NODES), countBy(KillIT::color));

            Restarts.create(cluster, "restart-killed", CELL);
            var restart = Restarts.awaitPhase(cluster, "restart-killed", "Completed");
            assertEquals("6/6", restart.getStatus().progress);
            awaitSettled();
            assertEquals(Map.of("restart-killed", NODES), countBy(KillIT::stamp));

            assertTrue(
                    watch.lowest(whole).ready() >= NODES - WINDOW,
                    () -> "more nodes were away than may be: " + watch.lowest(whole));
        } finally {
            kills = killer.stop();
        }
        assertEquals(Optional.empty(), PACE.brokenBy(watch.starts(begin)));
        assertTrue(kills >= 4, "killed only " + kills + " times: it shows nothing");
        System.out.printf(
                "killed %d times; %d cold starts; fewest Ready: %s%n",
                kills, watch.starts(begin).size(), watch.lowest(begin));
    }

    /**
     * Given three replicas, when the one that leads stops in mid-change, and the next one is killed in mid-change too: then whoever
     * is left leads the change to its end, and no node is replaced twice.
     */
    @Test
    void aChangeIsLedToItsEndByWhoeverLeads() throws Exception {
        given(NODES);
        var begin = watch.mark();
        var others = List.of(Replica.start(cluster, "replica-b"), Replica.start(cluster, "replica-c"));
        others.forEach(Replica::awaitStandingBy);

        color("blue");
        cluster.awaitThat("the first wave goes", () -> !watch.toldToGo(begin).isEmpty());
        operator.terminate();
        var second = Replica.awaitLeader(cluster, others);
        cluster.awaitThat("the second wave goes", () -> watch.toldToGo(begin).size() > WINDOW);
        second.kill();
        var bySecond = watch.toldToGo(begin).size();
        operator = others.get(1 - others.indexOf(second));
        operator.awaitLeading(); // when the lease of the dead one has run out

        awaitSettled();
        assertTrue(bySecond < NODES, "it was killed in mid-change: " + bySecond);
        assertEquals(Map.of("blue", NODES), countBy(KillIT::color));
        assertEquals(List.of(5, 4, 3, 2, 1, 0), ordinals(watch.toldToGo(begin)), "each node was replaced once");
        assertTrue(watch.lowest(begin).ready() >= NODES - WINDOW, () -> String.valueOf(watch.lowest(begin)));
        assertEquals(Optional.empty(), PACE.brokenBy(watch.starts(begin)));
    }

    /**
     * Given a new template whose first wave is on its way, when a cluster node is drained: then drain and operator together take
     * no more nodes than the PodDisruptionBudget lets go, the drain ends, and so does the change.
     */
    @Test
    void aDrainInTheMiddleOfAWaveSharesItsBudget() throws IOException {
        given(NODES);
        var begin = watch.mark();
        color("red");
        cluster.awaitThat("the first wave goes", () -> !watch.toldToGo(begin).isEmpty());
        var drained = cluster.sandbox.kubectl("drain", "node-1", "--timeout=55s");
        assertEquals(0, drained.exitCode(), () -> drained.out() + drained.err());
        assertTrue(
                watch.nodes().stream()
                        .noneMatch(p -> "node-1".equals(p.getSpec().getNodeName()) && !isGoing(p)),
                "the cluster node is empty");
        awaitSettled();
        assertEquals(Map.of("red", NODES), countBy(KillIT::color));
        assertTrue(
                watch.lowest(begin).ready() >= NODES - WINDOW,
                () -> "more nodes were away than the budget lets go: " + watch.lowest(begin));
        assertEquals(0, cluster.sandbox.kubectl("uncordon", "node-1").exitCode());
    }

    /** Given four nodes, when one edit brings more capacity and a new template: then growth comes first, and both come. */
    @Test
    void ofTwoChangesInOneEditGrowthComesFirst() {
        given(4);
        var before = changes().size();
        cluster.edit(CELL, c -> {
            c.getSpec().capacity = NODES;
            setColor(c, "yellow");
        });
        awaitSettled(NODES);
        assertEquals(Map.of("yellow", NODES), countBy(KillIT::color));
        assertEquals(
                List.of(
                        "ChangeStarted Growth: 4 to 6 nodes",
                        "ChangeStarted TemplateChange: 6 nodes",
                        "ChangeDone TemplateChange: 6 of 6 nodes"),
                changes().subList(before, changes().size()));
    }

    private static void given(int nodes) {
        cluster.resource(CELL).scale(nodes);
        awaitSettled(nodes);
    }

    private static void awaitSettled() {
        cluster.awaitCell(CELL, "the cell has settled", PATIENCE, KillIT::isSettled);
    }

    private static void awaitSettled(int nodes) {
        cluster.awaitCell(
                CELL,
                "the cell has settled with " + nodes + " nodes",
                PATIENCE,
                c -> isSettled(c) && c.getStatus().nodes.ready == nodes && c.getStatus().nodes.current == nodes);
    }

    private static boolean isSettled(FleetCell cell) {
        var status = cell.getStatus();
        return Objects.equals(status.observedGeneration, cell.getMetadata().getGeneration())
                && condition(cell, "Ready").status.equals("True")
                && status.change == null
                && status.revision.frontier == 0
                && status.revision.current.equals(status.revision.update);
    }

    private static void color(String color) {
        cluster.edit(CELL, c -> setColor(c, color));
    }

    private static void setColor(FleetCell cell, String color) {
        var env = (ArrayNode) Cluster.node(cell).get("env");
        IntStream.range(0, env.size())
                .filter(i -> env.get(i).get("name").asText().equals("COLOR"))
                .findFirst()
                .ifPresent(env::remove);
        if (!color.isEmpty()) {
            env.addObject().put("name", "COLOR").put("value", color);
        }
    }

    private static long readyOf(String color) {
        return watch.nodes().stream()
                .filter(p -> NodeWatch.isReady(p) && color(p).equals(color))
                .count();
    }

    private static String color(Pod pod) {
        return pod.getSpec().getContainers().getFirst().getEnv().stream()
                .filter(e -> e.getName().equals("COLOR"))
                .map(EnvVar::getValue)
                .findFirst()
                .orElse("");
    }

    private static String stamp(Pod pod) {
        return pod.getMetadata().getAnnotations().getOrDefault(Restarts.STAMP, "");
    }

    private static Map<String, Integer> countBy(Function<Pod, String> trait) {
        return cluster.pods(CELL).stream().collect(Collectors.groupingBy(trait, Collectors.summingInt(p -> 1)));
    }

    private static boolean isGoing(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    private static List<Integer> ordinals(List<String> nodes) {
        return nodes.stream()
                .map(name -> Integer.parseInt(name.substring(name.lastIndexOf('-') + 1)))
                .toList();
    }

    /** Changes that began or ended, in order. */
    private static List<String> changes() {
        return cluster.events(CELL).stream()
                .filter(e ->
                        e.getReason().equals("ChangeStarted") || e.getReason().equals("ChangeDone"))
                .sorted(Comparator.comparing(e -> e.getEventTime().getTime()))
                .map(e -> e.getReason() + " " + e.getNote().replaceFirst(" nodes.*", " nodes"))
                .toList();
    }
}
