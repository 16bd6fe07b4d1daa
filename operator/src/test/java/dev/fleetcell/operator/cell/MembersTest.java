package dev.fleetcell.operator.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fleetcell.api.v1alpha1.FleetCell;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MembersTest {
    @Test
    void podsOfTheCellsStatefulSetAreItsNodes() {
        var members = members(List.of(statefulSet(2)), pod("use1-a-m-0", "uid-m"), pod("use1-a-m-1", "uid-m"));
        assertEquals(2, members.nodes().size());
        assertEquals(0, members.strangers());
        assertEquals(Optional.of("m"), members.size());
    }

    @Test
    void aPodOfSomebodyElseOrOfAnotherNameIsAStranger() {
        var members = members(
                List.of(statefulSet(1)),
                pod("use1-a-m-0", "uid-m"),
                pod("use1-a-m-7", "uid-of-a-deployment"),
                pod("debug", "uid-m"));
        assertEquals(List.of("use1-a-m-0"), names(members));
        assertEquals(2, members.strangers());
    }

    @Test
    void podsThatLostTheirStatefulSetStayNodesAndCountAsMany() {
        var orphans = members(List.of(), pod("use1-a-m-0", ""), pod("use1-a-m-2", ""));
        assertEquals(2, orphans.nodes().size());
        assertEquals(3, orphans.replicas(), "the highest ordinal is 2, so there are places for 3");
        assertEquals(Optional.of("m"), orphans.size());
    }

    @Test
    void aNodeThatEndsCountsWhileItsPlaceIsNotGivenUp() {
        var leaving = new PodBuilder(pod("use1-a-m-1", "uid-m"))
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T12:00:00Z")
                .endMetadata()
                .build();
        assertEquals(List.of("use1-a-m-1"), names(members(List.of(statefulSet(2)), leaving)));
        assertEquals(List.of(), names(members(List.of(statefulSet(1)), leaving)));
    }

    private static List<String> names(Members members) {
        return members.nodes().stream().map(p -> p.getMetadata().getName()).toList();
    }

    private static Members members(List<StatefulSet> workloads, Pod... pods) {
        var cell = new FleetCell();
        cell.getMetadata().setName("use1-a");
        return new Members(cell, workloads, List.of(pods));
    }

    private static StatefulSet statefulSet(int replicas) {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName("use1-a-m")
                .withUid("uid-m")
                .addToLabels(Names.SIZE_LABEL, "m")
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .endSpec()
                .build();
    }

    private static Pod pod(String name, String controllerUid) {
        var pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(Names.CELL_LABEL, "use1-a")
                .addToLabels(Names.SIZE_LABEL, "m")
                .endMetadata();
        return controllerUid.isEmpty()
                ? pod.build()
                : pod.editMetadata()
                        .addNewOwnerReference()
                        .withKind("StatefulSet")
                        .withUid(controllerUid)
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .build();
    }
}
