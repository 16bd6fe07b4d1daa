package dev.fleetcell.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetcell.node.cell.NodeSpec;
import dev.fleetcell.node.cell.TestCell;
import dev.fleetcell.node.cell.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mesh of real processes. */
class MeshIT {

    @TempDir
    private Path directory;

    private TestCell cell;

    @BeforeEach
    void open() throws Exception {
        cell = TestCell.open(directory);
        cell.store().seed(2, 8);
    }

    @AfterEach
    void close() throws Exception {
        cell.close();
    }

    @Test
    void everyoneReportsEveryoneAKilledNodeComesBackElsewhereIntoItsSlotAndANewNodeIsLearnt() throws Exception {
        List<String> names = List.of("c-m-0", "c-m-1", "c-m-2", "c-m-3", "c-m-4");
        List<TestNode> nodes = start(names);
        for (TestNode node : nodes) {
            node.awaitReady();
            node.awaitPeers(names);
            assertEquals(2 + 4, meshThreads(node), () -> "mesh threads of " + node.name());
        }

        TestNode killed = nodes.get(2);
        killed.process().kill();
        String elsewhere = cell.address();
        List<String> addresses =
                new ArrayList<>(nodes.stream().map(TestNode::address).toList());
        addresses.set(2, elsewhere);
        cell.publish(addresses);
        nodes.set(2, cell.start(NodeSpec.of(killed.name(), elsewhere)));
        for (TestNode node : nodes) {
            node.awaitReady();
            node.awaitPeers(names);
            assertEquals(2 + 4, meshThreads(node), () -> "mesh threads of " + node.name() + " after the return");
        }

        List<String> more = new ArrayList<>(names);
        more.add("c-m-10");
        String added = cell.address();
        addresses.add(added);
        cell.publish(addresses);
        nodes.add(cell.start(NodeSpec.of("c-m-10", added)));
        for (TestNode node : nodes) {
            node.awaitReady();
            node.awaitPeers(more);
        }
    }

    @Test
    void aNodeThatDnsDoesNotNameIsLearntFromItsHelloAndItsPeersTellOthers() throws Exception {
        List<TestNode> old = start(List.of("c-m-1", "c-m-2"));
        for (TestNode node : old) {
            node.awaitReady();
        }
        // The others' DNS never names the newcomer, and the newcomer's names only one of them.
        String address = cell.address();
        cell.publish("newcomers", List.of(address, old.getFirst().address()));
        List<TestNode> nodes = new ArrayList<>(old);
        nodes.add(cell.start(NodeSpec.of("c-m-3", address).withDns("newcomers")));
        for (TestNode node : nodes) {
            node.awaitPeers(List.of("c-m-1", "c-m-2", "c-m-3"));
        }
    }

    @Test
    void aDeadNeighbourDoesNotKeepANewcomerOutAndIsReportedAsKnown() throws Exception {
        String address = cell.address();
        cell.publish(List.of(address, cell.address()));
        TestNode node = cell.start(NodeSpec.of("c-m-0", address));
        node.await(
                "waiting for the neighbour",
                report -> report.at("/message").asText().startsWith("not connected yet: 127."));
        node.awaitReady();
        JsonNode peers = node.report().at("/peers");
        assertEquals("{\"known\":1,\"connected\":0,\"names\":[]}", peers.toString());
    }

    @Test
    void withoutDnsANodeDoesNotBecomeReadyAndALostDnsLosesNobody() throws Exception {
        TestNode lone = cell.start("c-m-0");
        lone.await(
                "complaining about DNS",
                report -> report.at("/message").asText().startsWith("FLEETCELL_MEMBERS cannot be resolved"));
        assertFalse(lone.ready());

        TestNode other = cell.start("c-m-1");
        cell.publish(List.of(lone.address(), other.address()));
        for (TestNode node : List.of(lone, other)) {
            node.awaitReady();
            node.awaitPeers(List.of("c-m-0", "c-m-1"));
        }

        int complaints = complaintsAboutDns(lone);
        cell.publish(List.of());
        lone.await("complaining about DNS again", report -> complaintsAboutDns(lone) > complaints);
        other.process().kill();
        JsonNode kept = lone.await(
                "without a connection", report -> report.at("/peers/connected").asInt() == 0);
        assertEquals(1, kept.at("/peers/known").asInt(), kept::toString);
        assertTrue(lone.ready());
    }

    @Test
    void aNodeThatStopsEndsInTimeAndIsDroppedAtOnceAlthoughDnsStillNamesIt() throws Exception {
        List<TestNode> nodes = start(List.of("c-m-0", "c-m-1", "c-m-2"));
        for (TestNode node : nodes) {
            node.awaitReady();
            node.awaitPeers(List.of("c-m-0", "c-m-1", "c-m-2"));
        }
        TestNode stopping = nodes.get(1);
        stopping.process().signal("TERM");
        assertTrue(
                stopping.process().awaitExit(Duration.ofSeconds(5)),
                () -> "still running:\n" + stopping.process().tail(20));
        int exit = stopping.process().exit().join();
        assertTrue(exit == 0 || exit == 143, () -> "exit " + exit);
        for (TestNode node : List.of(nodes.get(0), nodes.get(2))) {
            // Only a goodbye frees the slot while DNS still has the address.
            node.awaitPeers(List.of("c-m-0", "c-m-2"));
            assertEquals(2 + 1, meshThreads(node));
            assertTrue(node.ready());
        }
    }

    private List<TestNode> start(List<String> names) throws Exception {
        List<TestNode> nodes = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (String name : names) {
            addresses.add(cell.address());
            nodes.add(cell.start(NodeSpec.of(name, addresses.getLast())));
        }
        cell.publish(addresses);
        return nodes;
    }

    private static int complaintsAboutDns(TestNode node) {
        return node.process().tail(200).split("\\[Mesh] FLEETCELL_MEMBERS cannot be resolved", -1).length - 1;
    }

    private static int meshThreads(TestNode node) throws Exception {
        return node.report().at("/threads/byGroup/mesh").asInt();
    }
}
