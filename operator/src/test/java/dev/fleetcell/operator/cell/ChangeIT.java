package dev.fleetcell.operator.cell;

import static dev.fleetcell.operator.cell.Cluster.condition;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.fleetcell.api.v1alpha1.FleetCell;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How real nodes get other content on a real control plane. */
class ChangeIT {
    private static Cluster cluster;

    @BeforeAll
    static void start() throws IOException, SQLException {
        cluster = Cluster.start();
        cluster.startOperator();
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
    void aNewTemplateReachesEveryNodeAndThenTheCellIsAtRest() {
        create("change", 4);
        var before = cluster.awaitReady("change", 4);
        setEnvironment("change", "COLOR", "blue");
        cluster.awaitCell("change", "the change is done", c -> done(c, before));
        assertEquals(
                Map.of("blue", 4L),
                cluster.pods("change").stream().collect(Collectors.groupingBy(ChangeIT::color, Collectors.counting())));
    }

    /** A template that never becomes Ready is stopped at its first wave, named, and rolled back. */
    @Test
    void aBadTemplateStopsAtItsFirstWaveAndTheOldOneBringsItsNodesBack() {
        create("bad", 4);
        cluster.awaitReady("bad", 4);
        setImage("bad", "fleetcell/no-such-image");
        var stopped = cluster.awaitCell(
                "bad",
                "it waits for its first wave",
                c -> c.getStatus().change != null && "RevisionUnproven".equals(c.getStatus().change.wait));
        cluster.awaitThat("its first wave is there", () -> nodesOf("bad", "fleetcell/no-such-image") == 2);
        cluster.awaitPasses(5);
        assertEquals(2, nodesOf("bad", "fleetcell/no-such-image"), "and no second one comes");
        assertTrue(stopped.getStatus().change.message.contains("ImagePull"), stopped.getStatus().change.message);
        setImage("bad", Cluster.NODE_IMAGE);
        var back = cluster.awaitCell(
                "bad",
                "it is as before",
                c -> condition(c, "Ready").status.equals("True") && c.getStatus().change == null);
        assertEquals(4, nodesOf("bad", Cluster.NODE_IMAGE));
        assertEquals("False", condition(back, "Reconciling").status);
        assertEquals(
                List.of(
                        "ChangeStarted Growth: 0 to 4 nodes of size m",
                        "ChangeDone Growth: 4 of 4 nodes are Ready",
                        "ChangeStarted TemplateChange: 4 nodes",
                        "ChangeHeld TemplateChange 0/4: RevisionUnproven: the first 2 nodes of the new revision",
                        "ChangeStarted Rollback: 4 nodes",
                        "ChangeDone Rollback: 4 of 4 nodes are Ready"),
                cluster.events("bad").stream()
                        .sorted(Comparator.comparing(e -> e.getEventTime().getTime()))
                        .map(e -> e.getReason() + " " + e.getNote())
                        .map(note -> note.replaceFirst("(?s)(nodes of size m|revision|: 4 nodes),? .*", "$1"))
                        .toList());
    }

    private static boolean done(FleetCell cell, FleetCell before) {
        var revision = cell.getStatus().revision;
        return condition(cell, "Ready").status.equals("True")
                && !revision.update.equals(before.getStatus().revision.update)
                && revision.current.equals(revision.update)
                && revision.frontier == 0
                && cell.getStatus().change == null;
    }

    private static String color(Pod pod) {
        return environment(pod, "COLOR");
    }

    private static long nodesOf(String cell, String image) {
        return cluster.pods(cell).stream()
                .filter(p -> p.getSpec().getContainers().getFirst().getImage().equals(image))
                .count();
    }

    private static void setImage(String cell, String image) {
        cluster.edit(cell, c -> Cluster.node(c).put("image", image));
    }

    private static String environment(Pod pod, String name) {
        return pod.getSpec().getContainers().getFirst().getEnv().stream()
                .filter(e -> e.getName().equals(name))
                .map(e -> e.getValue())
                .findFirst()
                .orElse("");
    }

    private static void setEnvironment(String cell, String name, String value) {
        cluster.edit(cell, c -> {
            var env = (ArrayNode) Cluster.node(c).get("env");
            for (int i = env.size() - 1; i >= 0; i--) {
                if (env.get(i).get("name").asText().equals(name)) {
                    env.remove(i);
                }
            }
            env.addObject().put("name", name).put("value", value);
        });
    }

    private static void create(String name, int capacity) {
        cluster.sandbox.admin().resource(cluster.cell(name, capacity, 128)).create();
    }
}
