package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.operator.plan.Extra;
import dev.fleetcell.operator.plan.Facts;
import dev.fleetcell.operator.plan.Observed;
import dev.fleetcell.operator.plan.Observed.Node;
import dev.fleetcell.operator.plan.Observed.Sample;
import dev.fleetcell.operator.plan.Policy;
import dev.fleetcell.operator.plan.WaitReason;
import dev.fleetcell.operator.threads.Census;
import dev.fleetcell.operator.threads.Census.CellKey;
import dev.fleetcell.operator.threads.NodeAddress;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Observe: reads the caches and the census, writes nothing. */
@ApplicationScoped
class Observer {
    /** How often nodes are asked while the cell changes, so that a wave is not held up by the census. */
    static final Duration WHILE_CHANGING = Duration.ofSeconds(1);
    /** How often nodes are asked at rest. */
    static final Duration AT_REST = Duration.ofSeconds(10);

    /** Where an image reports unless it names a port {@code management}. */
    private static final int MANAGEMENT_PORT = 9000;

    private final Census census;
    private final Clock clock;

    Observer(Census census, Clock clock) {
        this.census = census;
        this.clock = clock;
    }

    Observation observe(FleetCell cell, Context<FleetCell> context) {
        var workloads = context.getSecondaryResourcesAsStream(StatefulSet.class)
                .filter(s -> Names.owns(cell, s))
                .toList();
        var pods = context.getSecondaryResourcesAsStream(Pod.class)
                .sorted(Comparator.comparing(p -> p.getMetadata().getName()))
                .toList();
        var policy = Policies.policy(cell.getSpec());
        var members = new Members(cell, workloads, pods);
        var reading = census.watch(key(cell), addresses(members.nodes()), interval(cell));
        var observed = new Observed(
                members.replicas(),
                fresh(cell) || pods.isEmpty(),
                reading.passed(),
                members.nodes().stream().map(p -> node(p, reading.samples())).toList());
        return new Observation(policy, facts(cell, policy, members, pods.size()), observed, workloads, clock.instant());
    }

    static CellKey key(FleetCell cell) {
        return new CellKey(cell.getMetadata().getNamespace(), cell.getMetadata().getName());
    }

    /** What status says of limits and excess, and what is really there: a lost or stale status must not mislead. */
    private static Facts facts(FleetCell cell, Policy policy, Members members, int pods) {
        var told = Policies.facts(cell);
        var extra = new Extra(
                told.extra().fixed() + members.strangers() * policy.model().perPeer(),
                told.extra().perUnitMilli(),
                told.extra().perPeerMilli());
        return new Facts(told.observedLimit(), extra, members.size().or(told::size), pods);
    }

    private static boolean fresh(FleetCell cell) {
        return Conditions.find(cell, ConditionType.Ready)
                .map(c -> Conditions.FIRST_FILL.equals(c.reason))
                .orElse(true);
    }

    private static Duration interval(FleetCell cell) {
        var atRest = cell.getStatus() != null
                && (cell.getStatus().change == null || waitsForGuard(cell.getStatus().change.wait))
                && Conditions.find(cell, ConditionType.Converged)
                        .filter(c -> c.status.equals("False"))
                        .isEmpty();
        return atRest ? AT_REST : WHILE_CHANGING;
    }

    private static boolean waitsForGuard(@Nullable String wait) {
        return Arrays.stream(WaitReason.values())
                .anyMatch(w -> w.end() == WaitReason.End.GUARD && w.name().equals(wait));
    }

    private static List<NodeAddress> addresses(List<Pod> pods) {
        return pods.stream()
                .filter(p -> p.getStatus() != null && p.getStatus().getPodIP() != null)
                .map(p -> new NodeAddress(
                        p.getMetadata().getUid(), p.getMetadata().getName(), report(p)))
                .toList();
    }

    private static URI report(Pod pod) {
        var port = pod.getSpec().getContainers().stream()
                .map(Container::getPorts)
                .flatMap(List::stream)
                .filter(p -> "management".equals(p.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElse(MANAGEMENT_PORT);
        var ip = pod.getStatus().getPodIP();
        return URI.create("http://" + (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port + "/fleet/report");
    }

    private static Node node(Pod pod, Map<String, Sample> samples) {
        var ending = pod.getMetadata().getDeletionTimestamp() != null;
        var ready = condition(pod, "Ready").filter(c -> "True".equals(c.getStatus()) && !ending);
        var sample = Optional.ofNullable(samples.get(pod.getMetadata().getUid()));
        return new Node(
                pod.getMetadata().getName(),
                Instant.parse(pod.getMetadata().getCreationTimestamp()),
                ready.map(c -> Instant.parse(Objects.requireNonNullElse(
                        c.getLastTransitionTime(), pod.getMetadata().getCreationTimestamp()))),
                sample,
                ready.isPresent()
                        ? Optional.empty()
                        : Optional.of(trouble(pod, sample.map(Sample::message).orElse(""))));
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(s -> s.getConditions().stream())
                .filter(c -> type.equals(c.getType()))
                .findFirst();
    }

    /**
     * What a person would look for first: why a container does not run, why it is not scheduled, what the node says of
     * itself, else its phase.
     */
    private static String trouble(Pod pod, String told) {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return "ending since " + pod.getMetadata().getDeletionTimestamp();
        }
        if (pod.getStatus() == null) {
            return "no status yet";
        }
        var waiting = pod.getStatus().getContainerStatuses().stream()
                .map(ContainerStatus::getState)
                .filter(s -> s != null && s.getWaiting() != null)
                .map(s -> s.getWaiting().getMessage() == null
                        ? s.getWaiting().getReason()
                        : s.getWaiting().getReason() + ": "
                                + shorten(s.getWaiting().getMessage()))
                .findFirst();
        var unscheduled = condition(pod, "PodScheduled")
                .filter(c -> "False".equals(c.getStatus()))
                .map(c -> "not scheduled: " + shorten(String.valueOf(c.getMessage())));
        return waiting.or(() -> unscheduled)
                .orElse(
                        "Running".equals(pod.getStatus().getPhase())
                                ? "running, not ready" + (told.isEmpty() ? "" : ": " + told)
                                : pod.getStatus().getPhase());
    }

    private static String shorten(String message) {
        return message.length() <= 160 ? message : message.substring(0, 157) + "...";
    }
}
