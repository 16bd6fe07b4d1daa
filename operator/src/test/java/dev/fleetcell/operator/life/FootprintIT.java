package dev.fleetcell.operator.life;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.sandbox.process.LocalProcess;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operator obeys its own law: what it costs depends on how many cells there are, and not on how long it runs. */
class FootprintIT {
    private static final int CELLS = 200;
    private static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static Fleet fleet;
    private static LocalProcess operator;

    @BeforeAll
    static void start() throws IOException, SQLException {
        fleet = Fleet.start(builder -> builder);
        operator = fleet.cluster.startOperator();
    }

    @AfterAll
    static void stop() throws IOException {
        fleet.close();
    }

    /**
     * Given 200 cells of a node each, when they are edited, looked at and lose nodes for thousands of passes: then the operator has as
     * many tasks and watches as before, and no class of which there is an object more for each pass.
     */
    @Test
    void thousandsOfPassesOver200CellsLeaveNothingBehind() throws Exception {
        cells().forEach(name -> fleet.create(name, 1, 100, 1));
        awaitObserved();
        round(0); // what is made once is made
        round(1);
        var before = Footprint.of(fleet.cluster, operator);
        for (int i = 2; i < 2 + ROUNDS; i++) {
            round(i);
        }
        var after = Footprint.of(fleet.cluster, operator);
        System.out.println("200 cells " + before + "\n200 cells " + after);

        var passes = after.passes() - before.passes();
        assertTrue(passes >= 2000, "only " + passes + " passes: they show nothing");
        assertEquals(before.tasks(), after.tasks(), 2, "tasks");
        assertEquals(before.watches(), after.watches(), "watches");
        var more = after.moreThan(before, 10);
        System.out.println(passes + " passes, more objects than before: " + more);
        assertTrue(
                after.instances().keySet().stream().noneMatch(name -> after.growth(before, name) >= passes / 2),
                () -> "objects are kept for each of " + passes + " passes: " + more);
    }

    /** Every cell is edited, so that its settings and its status are written; every node is touched; some nodes are lost. */
    private static void round(int number) throws IOException {
        cells().forEach(name -> fleet.cluster.edit(name, c -> c.getSpec().threads.limit = 400 + number % 2));
        awaitObserved();
        var touched = fleet.cluster.sandbox.kubectl("annotate", "pods", "--all", "--overwrite", "touched=" + number);
        assertEquals(0, touched.exitCode(), touched::err);
        IntStream.range(0, 20)
                .map(i -> (number * 20 + i) % CELLS)
                .forEach(i -> fleet.cluster
                        .sandbox
                        .admin()
                        .pods()
                        .inNamespace("default")
                        .withName(cells().get(i) + "-m-0")
                        .delete());
        awaitObserved();
    }

    /** Every cell is whole, and its status speaks of its newest spec. */
    private static void awaitObserved() {
        await("every cell is whole")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> fleet.cluster
                                .sandbox
                                .admin()
                                .resources(FleetCell.class)
                                .inNamespace("default")
                                .list()
                                .getItems(),
                        all -> all.size() == CELLS && all.stream().allMatch(FootprintIT::isObserved));
    }

    private static boolean isObserved(FleetCell cell) {
        var status = cell.getStatus();
        return status != null
                && Objects.equals(status.observedGeneration, cell.getMetadata().getGeneration())
                && status.nodes.ready == 1
                && status.change == null;
    }

    private static List<String> cells() {
        return IntStream.range(0, CELLS).mapToObj("cell-%d"::formatted).toList();
    }
}
