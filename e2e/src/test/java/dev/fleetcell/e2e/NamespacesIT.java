package dev.fleetcell.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Namespaces that end, and namespaces that the operator is not to touch. */
@Order(6)
class NamespacesIT {
    private static final String INSIDE = "inside";
    private static final String OUTSIDE = "outside";

    @BeforeAll
    static void stores() {
        Product.ensureInstalled();
        Examples.namespaceWithStore(INSIDE);
        Examples.namespaceWithStore(OUTSIDE);
    }

    @AfterAll
    static void clean() {
        Examples.deleteNamespace(INSIDE);
        Examples.deleteNamespace(OUTSIDE);
    }

    /**
     * Given a namespace with a cell, when it is deleted, then all that the cell consisted of goes with it and the deletion
     * ends; a cell of the same name in a new namespace of that name comes up.
     */
    @Test
    void aNamespaceThatIsDeletedTakesItsCellAlongAndCanBeMadeAgain() {
        var restarts = restartsOfTheOperator();
        Examples.namespaceWithStore("ending");
        var cell = new Cell("ending", "brief").apply();
        cell.awaitReady(3);
        var began = System.nanoTime();
        Examples.deleteNamespace("ending");
        Figures.note("kubectl delete namespace with a cell of 3", Duration.ofNanos(System.nanoTime() - began));

        Examples.namespaceWithStore("ending");
        cell.apply();
        cell.awaitReady(3);
        Examples.deleteNamespace("ending");
        assertEquals(restarts, restartsOfTheOperator(), "the operator took no harm");
    }

    /**
     * Given a release that watches one namespace only, then a cell there comes up, a cell elsewhere is left alone but still
     * guarded by the definition, and the operator has no rights in the whole cluster.
     */
    @Test
    void aReleaseThatWatchesOneNamespaceHasRightsInThatOneOnly() {
        Product.upgrade(Map.of("watchNamespaces[0]", INSIDE));
        try {
            Product.awaitRolledOut();
            var elsewhere = new Cell(OUTSIDE, "alone").apply();
            var watched = new Cell(INSIDE, "watched").apply();
            watched.awaitReady(3);
            watched.scale(4).require();
            watched.awaitReady(4);
            assertNull(elsewhere.get().getStatus(), "nobody acts on it");
            assertEquals(1, elsewhere.scale(34).exitCode());
            var operator = "system:serviceaccount:" + Product.NAMESPACE + ":" + Product.OPERATOR;
            assertEquals("no", may(operator, OUTSIDE));
            assertEquals("yes", may(operator, INSIDE));
            watched.delete();
            elsewhere.delete();
        } finally {
            Product.upgrade(Map.of());
            Product.awaitRolledOut();
        }
        assertTrue(Product.isInstalled());
    }

    private static Map<String, Integer> restartsOfTheOperator() {
        return Product.pods().stream()
                .collect(Collectors.toMap(
                        p -> p.getMetadata().getName(),
                        p -> p.getStatus().getContainerStatuses().getFirst().getRestartCount()));
    }

    private static String may(String user, String namespace) {
        return Cluster.tryKubectl("auth", "can-i", "list", "pods", "--as", user, "--namespace", namespace)
                .out()
                .strip();
    }
}
