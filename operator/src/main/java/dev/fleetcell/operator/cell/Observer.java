package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.operator.plan.Bucket;
import dev.fleetcell.operator.plan.Extra;
import dev.fleetcell.operator.plan.Facts;
import dev.fleetcell.operator.plan.Observed;
import dev.fleetcell.operator.plan.Observed.Node;
import dev.fleetcell.operator.plan.Observed.Sample;
import dev.fleetcell.operator.plan.Policy;
import dev.fleetcell.operator.plan.Rate;
import dev.fleetcell.operator.plan.Revisions;
import dev.fleetcell.operator.plan.WaitReason;
import dev.fleetcell.operator.threads.Census;
import dev.fleetcell.operator.threads.Census.CellKey;
import dev.fleetcell.operator.threads.NodeAddress;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
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
    private final Starts starts;
    private final Sightings sightings;
    private final RestartOrders orders;
    private final Clock clock;

    Observer(Census census, Starts starts, Sightings sightings, RestartOrders orders, Clock clock) {
        this.census = census;
        this.sightings = sightings;
        this.starts = starts;
        this.orders = orders;
        this.clock = clock;
    }

    Observation observe(FleetCell cell, Context<FleetCell> context) {
        var workloads = context.getSecondaryResourcesAsStream(StatefulSet.class)
                .filter(s -> Names.owns(cell, s))
                .toList();
        var pods = context.getSecondaryResourcesAsStream(Pod.class)
                .sorted(Comparator.comparing(p -> p.getMetadata().getName()))
                .toList();
        var members = new Members(cell, workloads, pods);
        var policy = Policies.policy(cell.getSpec(), members.size());
        var reading = census.watch(key(cell), addresses(members.nodes()), interval(cell));
        var now = clock.instant();
        var sightings = this.sightings.see(key(cell), members.nodes(), now);
        var owed = starts.count(key(cell), members.nodes());
        var observed = new Observed(
                members.replicas(),
                fresh(cell) || pods.isEmpty(),
                reading.passed(),
                members.nodes().stream()
                        .map(p -> node(members, p, reading.samples(), sightings, now))
                        .toList(),
                members.workload().map(Observer::revisions),
                bucket(cell, policy.rollout().rate(), now).owing(owed));
        return new Observation(
                policy,
                facts(cell, policy, members, pods.size()),
                observed,
                workloads,
                orders.of(key(cell), now),
                owed,
                now);
    }

    /** What nodes are made from. The partition of a StatefulSet that somebody else took away counts as 0. */
    private static Revisions revisions(StatefulSet workload) {
        var status = workload.getStatus();
        var generation = workload.getMetadata().getGeneration();
        var known = status != null
                && status.getUpdateRevision() != null
                && status.getCurrentRevision() != null
                && status.getObservedGeneration() != null
                && status.getObservedGeneration() >= Objects.requireNonNullElse(generation, 0L);
        var rolling = workload.getSpec().getUpdateStrategy() == null
                ? null
                : workload.getSpec().getUpdateStrategy().getRollingUpdate();
        return new Revisions(
                known,
                status == null ? "" : Objects.requireNonNullElse(status.getCurrentRevision(), ""),
                status == null ? "" : Objects.requireNonNullElse(status.getUpdateRevision(), ""),
                rolling == null || rolling.getPartition() == null ? 0 : rolling.getPartition(),
                Contract.applied(workload),
                Contract.settled(workload));
    }

    /** A cell that never paid has a full bucket; one whose clock was set back goes on from now. */
    private static Bucket bucket(FleetCell cell, Rate rate, Instant now) {
        return Optional.ofNullable(cell.getStatus())
                .map(s -> s.pace)
                .filter(p -> p.tokensMilli != null && p.at != null)
                .map(p -> new Bucket(p.tokensMilli, Instant.parse(p.at)))
                .orElseGet(() -> Bucket.full(rate, now));
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

    private static Node node(
            Members members,
            Pod pod,
            Map<String, Sample> samples,
            Map<String, Sightings.Sighting> sightings,
            Instant now) {
        var sighting = Objects.requireNonNull(sightings.get(pod.getMetadata().getUid()));
        var sample = Optional.ofNullable(samples.get(pod.getMetadata().getUid()));
        var trouble = NodeTrouble.of(pod, sample.map(Sample::message).orElse(""), sighting.isOverdue(now));
        var created = pod.getMetadata().getCreationTimestamp();
        return new Node(
                pod.getMetadata().getName(),
                members.ordinal(pod).orElseThrow(),
                pod.getMetadata().getUid(),
                sighting.first(),
                pod.getMetadata().getLabels().getOrDefault(Names.REVISION_LABEL, ""),
                Contract.stamp(pod.getMetadata()),
                trouble.isPresent()
                        ? Optional.empty()
                        : NodeTrouble.condition(pod, "Ready")
                                .map(c ->
                                        Instant.parse(Objects.requireNonNullElse(c.getLastTransitionTime(), created))),
                sample,
                trouble);
    }
}
