package dev.fleetcell.sandbox.fakepods;

import dev.fleetcell.sandbox.kubelet.PodConditions;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a fake pod's status says; remembers when each condition changed. */
final class FakeStatus {
    static final String EVICTED = "Evicted";

    private final Pod pod;
    private final String podIp;
    private final String hostIp;
    private final Instant startTime;
    private final PodConditions conditions = new PodConditions();

    FakeStatus(Pod pod, String podIp, String hostIp, Instant startTime) {
        this.pod = pod;
        this.podIp = podIp;
        this.hostIp = hostIp;
        this.startTime = startTime;
    }

    /**
     * The status.
     *
     * @param evicted why the kubelet evicted the pod; empty when it did not
     */
    PodStatus of(Life life, boolean ready, String evicted, Instant now) {
        String phase = phase(life);
        String names =
                pod.getSpec().getContainers().stream().map(Container::getName).collect(Collectors.joining(" "));
        String reason = life.isOver() ? "PodFailed" : "ContainersNotReady";
        String message = life.isOver() ? "" : "containers with unready status: [" + names + "]";
        List<PodCondition> all = new ArrayList<>(List.of(
                conditions.condition("PodReadyToStartContainers", true, "", "", now),
                conditions.condition("Initialized", true, "", "", now),
                conditions.condition("ContainersReady", ready, reason, message, now),
                conditions.condition("Ready", ready, reason, message, now)));
        PodStatusBuilder status = new PodStatusBuilder();
        if (!evicted.isEmpty()) {
            status.withReason(EVICTED).withMessage(evicted);
            all.add(disruption(evicted, now));
        }
        return status.withPhase(phase)
                .withPodIP(podIp)
                .withPodIPs(new PodIP(podIp))
                .withHostIP(hostIp)
                .withHostIPs(new HostIP(hostIp))
                .withStartTime(Life.time(startTime))
                .withConditions(all)
                .withContainerStatuses(pod.getSpec().getContainers().stream()
                        .map(container -> container(container, life, ready))
                        .toList())
                .build();
    }

    private static String phase(Life life) {
        return switch (life.phase()) {
            case Life.Phase.Running running -> "Running";
            case Life.Phase.Waiting waiting -> life.last().isPresent() ? "Running" : "Pending";
            case Life.Phase.Ended ended -> ended.exitCode() == 0 ? "Succeeded" : "Failed";
        };
    }

    private ContainerStatus container(Container container, Life life, boolean ready) {
        ContainerStatusBuilder status = new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withImageID("")
                .withReady(ready)
                .withStarted(life.isRunning())
                .withRestartCount(life.restarts())
                .withState(life.phase().state());
        if (life.isRunning() || life.isOver() || life.last().isPresent()) {
            status.withContainerID("fake://" + pod.getMetadata().getUid() + "/" + life.restarts());
        }
        life.last().ifPresent(last -> status.withLastState(last.state()));
        return status.build();
    }

    private PodCondition disruption(String evicted, Instant now) {
        PodCondition condition = conditions.condition("DisruptionTarget", true, "", "", now);
        return new PodConditionBuilder(condition)
                .withReason("TerminationByKubelet")
                .withMessage(evicted)
                .build();
    }
}
