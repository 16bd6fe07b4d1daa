package dev.fleetcell.sandbox.fakepods;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Who is a peer of whom: fake pods of the same cell whose containers run. Safe for use by several threads. */
final class Cells {
    private final Map<Cell, ConcurrentSkipListMap<String, String>> uidsByName = new ConcurrentHashMap<>();

    private record Cell(String namespace, String name) {}

    void join(Pod pod) {
        cell(pod)
                .ifPresent(cell -> uidsByName
                        .computeIfAbsent(cell, key -> new ConcurrentSkipListMap<>())
                        .put(pod.getMetadata().getName(), pod.getMetadata().getUid()));
    }

    void leave(Pod pod) {
        // A pod that was removed by force may leave after its successor has joined.
        cell(pod)
                .map(uidsByName::get)
                .ifPresent(members -> members.remove(
                        pod.getMetadata().getName(), pod.getMetadata().getUid()));
    }

    /** The names of the others, sorted. */
    Collection<String> peers(Pod pod) {
        return cell(pod)
                .map(uidsByName::get)
                .map(members -> members.keySet().stream()
                        .filter(name -> !name.equals(pod.getMetadata().getName()))
                        .toList())
                .orElse(List.of());
    }

    private static Optional<Cell> cell(Pod pod) {
        return PodTraits.label(pod, PodTraits.CELL_LABEL)
                .map(name -> new Cell(pod.getMetadata().getNamespace(), name));
    }
}
