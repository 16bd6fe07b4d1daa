package dev.fleetcell.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What happens to the operator itself must not matter to a cell. */
@Order(5)
class OperatorIT {
    private static final String NAMESPACE = "operators";
    private static final Cell CELL = new Cell(NAMESPACE, "steady");

    @BeforeAll
    static void store() {
        Product.ensureInstalled();
        Examples.namespaceWithStore(NAMESPACE);
    }

    @AfterAll
    static void clean() {
        Examples.deleteNamespace(NAMESPACE);
    }

    @BeforeEach
    void cell() {
        CELL.apply();
        CELL.awaitReady(3);
    }

    @AfterEach
    void deleteCell() {
        Product.ensureInstalled();
        CELL.delete();
    }

    /**
     * Given a cell that grows, when the leader's process is killed, then somebody leads again and the growth ends; when the
     * leader is deleted in good order, the other one leads within seconds, because the lease is given back.
     */
    @Test
    void anotherLeaderTakesOver() {
        var before = CELL.incarnations();
        CELL.scale(6).require();
        PodProcess.of(leadingPod()).kill();
        var killedAt = ZonedDateTime.now(ZoneOffset.UTC);
        Cluster.awaitThat("the lease is held again", Product::renewedAt, at -> at.isAfter(killedAt));
        Figures.note(
                "leader's process killed to somebody leading again", Duration.between(killedAt, Product.renewedAt()));
        CELL.awaitReady(6);

        Product.awaitRolledOut();
        var first = Product.leader();
        var asked = System.nanoTime();
        Cluster.kubectl("delete", "pod", first, "--namespace", Product.NAMESPACE, "--wait=false");
        Cluster.awaitThat("the other replica leads", Product::holder, name -> !name.isEmpty() && !name.equals(first));
        Figures.note("leader deleted to the next one leading", Duration.ofNanos(System.nanoTime() - asked));
        assertTrue(CELL.incarnations().entrySet().containsAll(before.entrySet()), CELL::describe);
        Product.awaitRolledOut();
    }

    /**
     * Given a cell, when Helm upgrades the operator to another image, then the operator's pods are replaced, no node of the
     * cell restarts or gets a new revision, and the new operator goes on with the cell.
     */
    @Test
    void anUpgradeByHelmRestartsNoNode() {
        var before = CELL.incarnations();
        var revision = revision();
        var old = Product.pods().stream().map(p -> p.getMetadata().getName()).toList();
        Product.upgrade(Map.of("image.tag", Product.VERSION + "-next"));
        Product.awaitRolledOut();
        assertTrue(Product.pods().stream()
                .noneMatch(p -> old.contains(p.getMetadata().getName())));
        Product.leader();
        CELL.scale(5).require();
        CELL.awaitReady(5);
        assertTrue(CELL.incarnations().entrySet().containsAll(before.entrySet()), CELL::describe);
        assertEquals(revision, revision());
        Product.upgrade(Map.of());
        Product.awaitRolledOut();
        assertEquals(revision, revision());
    }

    /**
     * Given a cell, when the release is uninstalled, then the cell and its nodes run on, the API server still refuses what
     * does not fit, and after an install the operator finds the cell as it left it.
     */
    @Test
    void uninstallingLeavesTheCellRunningAndGuarded() {
        var before = CELL.incarnations();
        Product.uninstall();
        var refused = CELL.scale(34);
        assertEquals(1, refused.exitCode(), refused.out());
        CELL.scale(4).require();
        assertEquals(before, CELL.incarnations(), "nobody acts on what fits, and nothing is taken away");

        Product.install();
        Product.awaitRolledOut();
        CELL.awaitReady(4);
        assertTrue(CELL.incarnations().entrySet().containsAll(before.entrySet()), CELL::describe);
    }

    private static Pod leadingPod() {
        return Cluster.admin()
                .pods()
                .inNamespace(Product.NAMESPACE)
                .withName(Product.leader())
                .require();
    }

    private static String revision() {
        return Cluster.admin()
                .apps()
                .statefulSets()
                .inNamespace(NAMESPACE)
                .withName("steady-m")
                .require()
                .getStatus()
                .getUpdateRevision();
    }
}
