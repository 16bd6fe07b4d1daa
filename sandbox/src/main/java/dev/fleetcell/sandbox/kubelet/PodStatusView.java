package dev.fleetcell.sandbox.kubelet;

import dev.fleetcell.sandbox.kubelet.ContainerPhase.Ended;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a pod's status says, computed from its containers; remembers when each condition changed. */
final class PodStatusView {
    private final PodFacts facts;
    private final Instant startTime;
    private final Map<String, PodCondition> conditions = new HashMap<>();

    PodStatusView(PodFacts facts, Instant startTime) {
        this.facts = facts;
        this.startTime = startTime;
    }

    /**
     * The status.
     *
     * @param stopping whether the pod is being deleted, so that nothing is started any more
     */
    PodStatus of(List<ContainerRunner> containers, boolean stopping, Instant now) {
        String phase = phase(containers, stopping);
        boolean over = phase.equals("Succeeded") || phase.equals("Failed");
        String unready = containers.stream()
                .map(ContainerRunner::status)
                .filter(status -> !status.getReady())
                .map(ContainerStatus::getName)
                .collect(Collectors.joining(" "));
        String reason = phase.equals("Succeeded") ? "PodCompleted" : "ContainersNotReady";
        String message = "containers with unready status: [" + unready + "]";
        boolean ready = unready.isEmpty() && !over;
        return new PodStatusBuilder()
                .withPhase(phase)
                .withPodIP(facts.podIp())
                .withPodIPs(new PodIP(facts.podIp()))
                .withHostIP(facts.hostIp())
                .withHostIPs(new HostIP(facts.hostIp()))
                .withStartTime(ContainerPhase.time(startTime))
                .withConditions(
                        condition("PodReadyToStartContainers", true, "", "", now),
                        condition("Initialized", true, "", "", now),
                        condition("ContainersReady", ready, reason, message, now),
                        condition("Ready", ready, reason, message, now))
                .withContainerStatuses(
                        containers.stream().map(ContainerRunner::status).toList())
                .build();
    }

    private static String phase(List<ContainerRunner> containers, boolean stopping) {
        boolean allOver =
                containers.stream().allMatch(c -> c.phase() instanceof Ended || (stopping && c.isBetweenRuns()));
        if (allOver) {
            boolean allWell =
                    containers.stream().allMatch(c -> c.phase() instanceof Ended ended && ended.exitCode() == 0);
            return allWell ? "Succeeded" : "Failed";
        }
        boolean hasBegun =
                containers.stream().allMatch(c -> c.isRunning() || c.isBetweenRuns() || c.phase() instanceof Ended);
        return hasBegun ? "Running" : "Pending";
    }

    private PodCondition condition(String type, boolean holds, String reason, String message, Instant now) {
        String status = holds ? "True" : "False";
        PodCondition before = conditions.get(type);
        String since = before != null && before.getStatus().equals(status)
                ? before.getLastTransitionTime()
                : ContainerPhase.time(now);
        PodCondition condition = new PodConditionBuilder()
                .withType(type)
                .withStatus(status)
                // Conditions are merged by type: only an empty text takes the place of an earlier one.
                .withReason(holds ? "" : reason)
                .withMessage(holds ? "" : message)
                .withLastTransitionTime(since)
                .build();
        conditions.put(type, condition);
        return condition;
    }
}
