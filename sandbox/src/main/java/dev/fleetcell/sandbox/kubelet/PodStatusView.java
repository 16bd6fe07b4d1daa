package dev.fleetcell.sandbox.kubelet;

import dev.fleetcell.sandbox.kubelet.ContainerPhase.Ended;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What a pod's status says, computed from its containers. */
final class PodStatusView {
    private final PodFacts facts;
    private final Instant startTime;
    private final PodConditions conditions = new PodConditions();

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
                        conditions.condition("PodReadyToStartContainers", true, "", "", now),
                        conditions.condition("Initialized", true, "", "", now),
                        conditions.condition("ContainersReady", ready, reason, message, now),
                        conditions.condition("Ready", ready, reason, message, now))
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
}
