package dev.fleetcell.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A machine of the cluster is taken out of service. */
@Order(4)
class DrainIT {
    private static final String NAMESPACE = "drain";
    private static final Cell CELL = new Cell(NAMESPACE, "spread");
    private static final int NODES = 6;

    @BeforeAll
    static void store() {
        Product.ensureInstalled();
        Examples.namespaceWithStore(NAMESPACE);
    }

    @AfterAll
    static void clean() {
        Cluster.workers().forEach(w -> Cluster.kubectl("uncordon", w));
        Examples.deleteNamespace(NAMESPACE);
    }

    /**
     * Given a cell of 6 spread over two machines, when the one without the metadata store is drained, then the cell's
     * PodDisruptionBudget lets nodes go no faster than they come back elsewhere, the drain ends, and the cell is whole on
     * the other machine.
     */
    @Test
    void aDrainTakesNoMoreNodesAtOnceThanTheBudgetAllows() {
        CELL.apply(c -> c.getSpec().rollout.maxWavePercent = 20); // 1 of 6 at once
        CELL.scale(NODES).require();
        CELL.awaitReady(NODES);
        assertEquals(2, machines().size(), () -> "the nodes are spread:\n" + CELL.describe());
        var drained = machines().stream()
                .filter(m -> !m.equals(storesMachine()))
                .findFirst()
                .orElseThrow();

        var ready = new ArrayList<Integer>();
        var drain = CompletableFuture.supplyAsync(() -> Cluster.tryKubectl(
                "drain", drained, "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=240s"));
        Cluster.awaitThat("the drain has ended", () -> {
            ready.add((int) CELL.pods().stream().filter(Cluster::ready).count());
            return drain.isDone();
        });
        drain.join().require();
        Figures.note(
                "kubectl drain of a machine with 3 of 6 nodes", drain.join().took());
        CELL.awaitReady(NODES);
        assertTrue(
                ready.stream().allMatch(n -> n >= NODES - 1),
                () -> "never fewer than " + (NODES - 1) + " Ready, but seen: " + ready);
        assertEquals(List.of(storesMachine()), machines());
    }

    private static List<String> machines() {
        return CELL.pods().stream()
                .map(p -> p.getSpec().getNodeName())
                .distinct()
                .sorted()
                .toList();
    }

    private static String storesMachine() {
        return Cluster.pods(NAMESPACE, "app", "metadata-store").stream()
                .map(Pod::getSpec)
                .map(s -> s.getNodeName())
                .findFirst()
                .orElseThrow();
    }
}
