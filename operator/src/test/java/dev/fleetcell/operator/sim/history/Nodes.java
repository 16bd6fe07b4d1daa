package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.Extra;
import dev.fleetcell.operator.plan.Facts;
import dev.fleetcell.operator.plan.Observed.Node;
import dev.fleetcell.operator.plan.Observed.Sample;
import dev.fleetcell.operator.plan.RestartOrder;
import dev.fleetcell.operator.plan.Trouble;
import dev.fleetcell.operator.plan.Trouble.Kind;
import dev.fleetcell.operator.sim.history.Sightings.Sighting;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What an operator makes of the pods and workloads that its caches show, and of what nodes report; as {@code Observer} does. */
final class Nodes {
    private static final String SIZE = "m";
    private static final int BASE_TASKS = 40;
    private static final long CONNECTED_AFTER = 1500;

    private final World world;
    private final Kubelets kubelets;
    private final boolean report;

    /** With an image that reports, or without. */
    Nodes(World world, Kubelets kubelets, boolean report) {
        this.world = world;
        this.kubelets = kubelets;
        this.report = report;
    }

    /** Nodes that the cell is meant to have. */
    int replicas(List<Pod> pods, Optional<Workload> workload) {
        return workload.map(w -> w.core().replicas())
                .orElseGet(() -> pods.stream()
                        .filter(p -> !p.core().deleting())
                        .mapToInt(p -> p.ordinal() + 1)
                        .max()
                        .orElse(0));
    }

    /** Its nodes; one that ends counts while its place is not given up. */
    List<Pod> members(List<Pod> pods, Optional<Workload> workload) {
        var replicas = replicas(pods, workload);
        return pods.stream()
                .filter(p -> !p.core().deleting() || p.ordinal() < replicas)
                .toList();
    }

    Facts facts(List<Pod> pods, Optional<Workload> workload, Cell cell) {
        var hasSize = workload.isPresent() || !pods.isEmpty() || cell.status().isPresent();
        return new Facts(OptionalInt.empty(), Extra.NONE, hasSize ? Optional.of(SIZE) : Optional.empty(), pods.size());
    }

    /**
     * Pods as nodes.
     *
     * @param sightings of the operator's process, by uid
     * @param ahead by how many milliseconds its clock is ahead
     */
    List<Node> nodes(List<Pod> members, Map<String, Sighting> sightings, long ahead) {
        var connected = report ? connected() : Set.<String>of();
        return members.stream()
                .map(p -> node(p, Objects.requireNonNull(sightings.get(p.uid())), ahead, connected))
                .toList();
    }

    /** The order at whose pace a cell changes, until all nodes carry its stamp. */
    static Optional<RestartOrder> governing(Optional<RestartOrder> order, Optional<String> stamp, List<Node> nodes) {
        return order.filter(o -> stamp.filter(o.name()::equals).isPresent()
                && !nodes.stream().allMatch(n -> n.stamp().equals(o.name())));
    }

    private Set<String> connected() {
        var names = new HashSet<String>();
        for (var pod : world.pods()) {
            var since = world.life(pod).readySince;
            if (since != Life.NEVER && since + CONNECTED_AFTER <= world.agenda.now()) {
                names.add(pod.core().name());
            }
        }
        return names;
    }

    private Node node(Pod pod, Sighting sighting, long ahead, Set<String> connected) {
        var trouble = trouble(pod, sighting.isOverdue(world.agenda.now()));
        return new Node(
                pod.core().name(),
                pod.ordinal(),
                pod.uid(),
                World.at(sighting.first() + ahead),
                pod.core().revision(),
                Contents.stamp(pod.core().revision()),
                trouble.isPresent() ? Optional.empty() : pod.readySince(),
                report && pod.core().ready() ? Optional.of(sample(pod, ahead, connected)) : Optional.empty(),
                trouble);
    }

    private Sample sample(Pod pod, long ahead, Set<String> connected) {
        var life = world.lives.get(pod.uid());
        var silentSince = life == null ? Life.NEVER : kubelets.silentSince(life.machine);
        var at = silentSince == Life.NEVER ? world.agenda.now() : silentSince;
        return new Sample(
                World.at(at + ahead),
                BASE_TASKS + connected.size(),
                connected,
                Optional.empty(),
                Optional.of(World.at(kubelets.storeAnswered() + ahead)),
                "");
    }

    private static Optional<Trouble> trouble(Pod pod, boolean overdue) {
        if (pod.core().deleting()) {
            return Optional.of(
                    overdue ? new Trouble(Kind.Lost, "should have ended") : new Trouble(Kind.Ending, "ending"));
        }
        if (pod.core().ready()) {
            return Optional.empty();
        }
        var kind = pod.shows().orElse(Kind.NotReady);
        return Optional.of(new Trouble(kind, kind.name()));
    }
}
