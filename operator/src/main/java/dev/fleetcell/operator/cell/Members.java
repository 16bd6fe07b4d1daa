package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of the pods with a cell's label are its nodes, and how many it is meant to have.
 *
 * <p>A node has a name that a StatefulSet of the cell would give, and no controller but one of those: also none at all,
 * because {@code --cascade=orphan} takes the StatefulSet and leaves the pods. Every other pod with the label is a
 * stranger: peers may count it, the cell does not.
 */
final class Members {
    private final FleetCell cell;
    private final List<StatefulSet> workloads;
    private final Set<String> workloadUids;
    private final List<Pod> own;
    private final int strangers;

    Members(FleetCell cell, List<StatefulSet> workloads, List<Pod> labelled) {
        this.cell = cell;
        this.workloads = workloads;
        this.workloadUids =
                workloads.stream().map(s -> s.getMetadata().getUid()).collect(Collectors.toSet());
        this.own = labelled.stream().filter(this::isOwn).toList();
        this.strangers = labelled.size() - own.size();
    }

    /** Pods with the label that are not the cell's. */
    int strangers() {
        return strangers;
    }

    /** The size in use: that of the StatefulSet with nodes, else of any, else of pods that lost theirs. */
    Optional<String> size() {
        var sets = Stream.concat(workloads.stream().filter(s -> s.getSpec().getReplicas() > 0), workloads.stream());
        return Stream.concat(
                        sets.map(s -> s.getMetadata().getLabels()),
                        own.stream().map(p -> p.getMetadata().getLabels()))
                .map(labels -> labels.get(Names.SIZE_LABEL))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /**
     * Nodes that the cell is meant to have: what its StatefulSets say; without any, the highest ordinal that is there. A
     * StatefulSet that was deleted without its pods must not let the cell begin anew from 1.
     */
    int replicas() {
        return workloads.isEmpty()
                ? own.stream()
                        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
                        .mapToInt(p -> ordinal(p).orElse(-1) + 1)
                        .max()
                        .orElse(0)
                : workloads.stream().mapToInt(s -> s.getSpec().getReplicas()).sum();
    }

    /** The StatefulSet with nodes; else any. */
    Optional<StatefulSet> workload() {
        return workloads.stream()
                .filter(s -> s.getSpec().getReplicas() > 0)
                .findFirst()
                .or(() -> workloads.stream().findFirst());
    }

    /** The nodes; one that ends counts while its place is not given up. */
    List<Pod> nodes() {
        var replicas = replicas();
        return own.stream()
                .filter(p -> p.getMetadata().getDeletionTimestamp() == null
                        || ordinal(p).orElse(Integer.MAX_VALUE) < replicas)
                .toList();
    }

    private boolean isOwn(Pod pod) {
        var controller = pod.getMetadata().getOwnerReferences().stream()
                .filter(o -> Boolean.TRUE.equals(o.getController()))
                .findFirst();
        return ordinal(pod).isPresent()
                && controller
                        .map(o -> workloadUids.contains(o.getUid())
                                || (workloads.isEmpty() && o.getKind().equals("StatefulSet")))
                        .orElse(true);
    }

    /** The number at the end of a node's name; empty for a pod that no StatefulSet of the cell would name so. */
    OptionalInt ordinal(Pod pod) {
        var size = pod.getMetadata().getLabels().get(Names.SIZE_LABEL);
        var prefix = cell.getMetadata().getName() + "-" + size + "-";
        var name = pod.getMetadata().getName();
        return size != null
                        && name.startsWith(prefix)
                        && name.substring(prefix.length()).matches("\\d{1,6}")
                ? OptionalInt.of(Integer.parseInt(name.substring(prefix.length())))
                : OptionalInt.empty();
    }
}
