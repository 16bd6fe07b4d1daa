package dev.fleetcell.operator.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.sandbox.process.LocalProcess;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The operator obeys its own law: what it costs depends on how many cells there are, and not on how long it runs. */
@EnabledIfSystemProperty(
        named = "fleetcell.life",
        matches = "true",
        disabledReason = "not seen green on an idle machine yet: -Dfleetcell.life=true runs it")
class FootprintIT {
    private static final int CELLS = 200;
    private static final int ROUNDS = 6;

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
     * many tasks and watches as before, and no class of which there is an object more for each pass. When the cells are deleted, it
     * remembers none of them.
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

        fleet.cluster
                .sandbox
                .admin()
                .resources(FleetCell.class)
                .inNamespace("default")
                .withPropagationPolicy(DeletionPropagation.FOREGROUND) // so that the operator sees them being deleted
                .delete();
        fleet.cluster.deleteCells();
        fleet.cluster.awaitThat("nothing is kept for cells that are gone", () -> kept().isEmpty());
        System.out.println("0 cells " + Footprint.of(fleet.cluster, operator));
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
        fleet.cluster.awaitThat("every cell is whole", () -> {
            var all = fleet.cluster
                    .sandbox
                    .admin()
                    .resources(FleetCell.class)
                    .inNamespace("default")
                    .list()
                    .getItems();
            return all.size() == CELLS && all.stream().allMatch(FootprintIT::isObserved);
        });
    }

    private static boolean isObserved(FleetCell cell) {
        var status = cell.getStatus();
        return status != null
                && Objects.equals(status.observedGeneration, cell.getMetadata().getGeneration())
                && status.nodes.ready == 1
                && status.change == null;
    }

    /** Classes of ours of which there is an object for every other cell at least. */
    private static List<String> kept() throws IOException, InterruptedException {
        var now = Footprint.of(fleet.cluster, operator);
        return now.instances().entrySet().stream()
                .filter(e -> e.getKey().startsWith("dev.fleetcell.") && e.getValue() >= CELLS / 2)
                .map(Object::toString)
                .toList();
    }

    private static List<String> cells() {
        return IntStream.range(0, CELLS).mapToObj("cell-%d"::formatted).toList();
    }
}
