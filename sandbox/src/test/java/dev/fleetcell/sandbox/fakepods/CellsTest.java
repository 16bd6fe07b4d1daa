package dev.fleetcell.sandbox.fakepods;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CellsTest {
    private final Cells cells = new Cells();

    @Test
    void peersAreTheOthersOfTheCellSorted() {
        List.of("a-1", "a-0", "a-2", "b-0").forEach(name -> cells.join(Pods.pod(name)));
        assertEquals(List.of("a-0", "a-2"), cells.peers(Pods.pod("a-1")));
        assertEquals(List.of(), cells.peers(Pods.pod("b-0")));
        cells.leave(Pods.pod("a-0"));
        assertEquals(List.of("a-2"), cells.peers(Pods.pod("a-1")));
    }

    @Test
    void anotherNamespaceIsAnotherCell() {
        Pod far = new PodBuilder(Pods.pod("a-1"))
                .editMetadata()
                .withNamespace("far")
                .endMetadata()
                .build();
        cells.join(far);
        cells.join(Pods.pod("a-0"));
        assertEquals(List.of(), cells.peers(far));
    }

    @Test
    void whoLeavesLateDoesNotTakeItsSuccessorAlong() {
        cells.join(Pods.pod("a-1", "new"));
        cells.leave(Pods.pod("a-1", "old"));
        assertEquals(List.of("a-1"), cells.peers(Pods.pod("a-0")));
    }

    @Test
    void withoutALabelThereAreNoPeers() {
        Pod single = new PodBuilder(Pods.pod("a-1"))
                .editMetadata()
                .withLabels(Map.of())
                .endMetadata()
                .build();
        cells.join(single);
        assertEquals(List.of(), cells.peers(single));
        assertEquals(List.of(), cells.peers(Pods.pod("a-0")));
    }
}
