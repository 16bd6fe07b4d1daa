package dev.fleetcell.operator.cell;

import dev.fleetcell.operator.plan.Trouble;
import dev.fleetcell.operator.plan.Trouble.Kind;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Why a pod is not Ready, as a person would look for it: in its status, in the order of what tells most. */
final class NodeTrouble {
    private static final int MOST_CHARACTERS = 160;
    private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");

    private NodeTrouble() {}

    /**
     * Empty when the pod is Ready.
     *
     * @param told what the node says of itself
     * @param overdue whether it should have ended long ago
     */
    static Optional<Trouble> of(Pod pod, String told, boolean overdue) {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return Optional.of(ending(pod, overdue));
        }
        if (holds(pod, "Ready")) {
            return Optional.empty();
        }
        return lost(pod)
                .or(() -> waiting(pod))
                .or(() -> unscheduled(pod))
                .or(() -> Optional.of(new Trouble(Kind.NotReady, otherwise(pod, told))));
    }

    /** The deletion timestamp is when the grace period ends, by the clock of the API server. */
    private static Trouble ending(Pod pod, boolean overdue) {
        var due = pod.getMetadata().getDeletionTimestamp();
        return overdue
                ? new Trouble(
                        Kind.Lost,
                        "should have ended by " + due + " and has not: cluster node " + clusterNode(pod)
                                + " may be dead")
                : new Trouble(Kind.Ending, "ending, until " + due + " at most");
    }

    /**
     * A kubelet writes both conditions at once. Where the pod is not Ready while all its containers are, the node controller
     * wrote the one, because the kubelet has stopped to speak. Readiness gates would look the same.
     */
    private static Optional<Trouble> lost(Pod pod) {
        return condition(pod, "Ready")
                .filter(c -> holds(pod, "ContainersReady")
                        && pod.getSpec().getReadinessGates().isEmpty())
                .map(c -> new Trouble(
                        Kind.Lost,
                        "cluster node %s has not spoken of it since %s"
                                .formatted(clusterNode(pod), c.getLastTransitionTime())));
    }

    private static Optional<Trouble> waiting(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(s -> s.getContainerStatuses().stream())
                .map(ContainerStatus::getState)
                .filter(s ->
                        s != null && s.getWaiting() != null && s.getWaiting().getReason() != null)
                .map(s -> s.getWaiting())
                .findFirst()
                .map(NodeTrouble::waiting);
    }

    private static Trouble waiting(ContainerStateWaiting waiting) {
        var reason = waiting.getReason();
        var kind = STARTING.contains(reason)
                ? Kind.NotReady
                : reason.equals("CrashLoopBackOff") ? Kind.Crashing : Kind.CannotStart;
        return new Trouble(kind, waiting.getMessage() == null ? reason : reason + ": " + shorten(waiting.getMessage()));
    }

    private static Optional<Trouble> unscheduled(Pod pod) {
        return condition(pod, "PodScheduled")
                .filter(c -> "False".equals(c.getStatus()))
                .map(c -> new Trouble(Kind.Unschedulable, "not scheduled: " + shorten(String.valueOf(c.getMessage()))));
    }

    private static String otherwise(Pod pod, String told) {
        if (pod.getStatus() == null) {
            return "no status yet";
        }
        var phase = pod.getStatus().getPhase();
        if ("Running".equals(phase)) {
            return "running, not ready" + (told.isEmpty() ? "" : ": " + told);
        }
        return pod.getStatus().getReason() == null
                ? phase
                : phase + ": " + pod.getStatus().getReason();
    }

    static boolean holds(Pod pod, String condition) {
        return condition(pod, condition)
                .filter(c -> "True".equals(c.getStatus()))
                .isPresent();
    }

    static Optional<PodCondition> condition(Pod pod, String type) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(s -> s.getConditions().stream())
                .filter(c -> type.equals(c.getType()))
                .findFirst();
    }

    private static String clusterNode(Pod pod) {
        return Objects.requireNonNullElse(pod.getSpec().getNodeName(), "(none)");
    }

    private static String shorten(String message) {
        return message.length() <= MOST_CHARACTERS ? message : message.substring(0, MOST_CHARACTERS - 3) + "...";
    }
}
