package dev.fleetcell.operator.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Whether the next wave may come now. Adding a node changes the number of peers for every node, so a wave has to be
 * digested first: its nodes Ready, every Ready node connected to every Ready node, measured tasks within budget, no
 * thread start refused. The first reason that holds is the one a person reads, so the order is that of urgency.
 */
final class GrowthGate {
    /** A node that is not Ready after this long is broken rather than warming. */
    static final Duration WARMING = Duration.ofMinutes(2);
    /** A refused thread start holds growth for this long. */
    static final Duration REFUSAL = Duration.ofMinutes(10);
    /** A report older than this says nothing about now. */
    static final Duration STALE = Duration.ofSeconds(30);
    /** A metadata store that no node has had an answer of for this long is down. */
    static final Duration STORE_SILENT = Duration.ofSeconds(30);

    private final Policy policy;
    private final int budget;
    private final Observed observed;
    private final Instant now;

    GrowthGate(Policy policy, int budget, Observed observed, Instant now) {
        this.policy = policy;
        this.budget = budget;
        this.observed = observed;
        this.now = now;
    }

    /** What the next wave waits for; empty when it may come. */
    Optional<Wait> firstWait() {
        return Stream.<Supplier<Optional<Wait>>>of(
                        this::paused,
                        this::notObservedYet,
                        this::refused,
                        this::overBudget,
                        this::notReady,
                        this::warming,
                        this::reportMissing,
                        this::notConverged)
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * Which nodes are not Ready, where all should be; empty when all are. A node that is refused a thread is serving and
     * keeps others from becoming Ready: it is the one to look at.
     */
    Optional<Wait> unready() {
        return warming()
                .or(this::broken)
                .map(unready -> refused().map(w -> w.and(unready.message())).orElse(unready));
    }

    /** Nodes that are told to exist and are not Ready, the broken ones included. */
    int notReadyCount() {
        return Math.max(observed.replicas(), observed.nodes().size())
                - observed.ready().size();
    }

    private Optional<Wait> paused() {
        return policy.paused()
                ? Optional.of(new Wait(WaitReason.Paused, "spec.paused is true: set it to false to go on"))
                : Optional.empty();
    }

    /** What makes a node worse than a node that is not there: it has more threads than it may. */
    Optional<Wait> harmful() {
        return refused().or(this::overBudget);
    }

    /** Whether those nodes that speak of the metadata store have no answer of it any more. */
    Optional<Wait> storeDown() {
        var told = observed.ready().stream()
                .flatMap(n -> n.sample().stream())
                .flatMap(s -> s.storeAt().stream())
                .toList();
        return told.isEmpty() || told.stream().anyMatch(at -> younger(at, STORE_SILENT))
                ? Optional.empty()
                : Optional.of(new Wait(
                        WaitReason.StoreDown,
                        "no node has had an answer of the metadata store for %d s: look after the store; nodes go on serving"
                                .formatted(STORE_SILENT.toSeconds())));
    }

    Optional<Wait> notObservedYet() {
        return observed.censusPassed() || observed.nodes().isEmpty()
                ? Optional.empty()
                : Optional.of(new Wait(
                        WaitReason.NotObservedYet, "this operator has just started and asks every node once first"));
    }

    private Optional<Wait> refused() {
        return first(
                n -> n.sample()
                        .flatMap(Observed.Sample::refusedAt)
                        .filter(at -> younger(at, REFUSAL))
                        .isPresent(),
                WaitReason.ThreadStartsRefused,
                n -> "the kernel refused %s a thread: raise the limit it runs under or shrink the cell"
                        .formatted(n.name()));
    }

    private Optional<Wait> overBudget() {
        return first(
                n -> n.sample().filter(s -> s.tasks() > budget).isPresent(),
                WaitReason.MeasuredOverBudget,
                n ->
                        "%s has more threads than its budget of %d: the model in spec.threads.groups is too low, or it leaks"
                                .formatted(n.name(), budget));
    }

    private Optional<Wait> broken() {
        var broken = observed.nodes().stream().filter(n -> !n.ready()).toList();
        return broken.isEmpty() ? Optional.empty() : Optional.of(new Wait(reasonOf(broken, now), describe(broken)));
    }

    /** The reason for which these nodes are not Ready: the worst trouble of any; only young ones are warming. */
    static WaitReason reasonOf(List<Observed.Node> nodes, Instant now) {
        return nodes.stream()
                .flatMap(n -> n.trouble().stream())
                .map(Trouble::kind)
                .filter(Trouble.Kind::failing)
                .max(Comparator.naturalOrder())
                .map(Trouble.Kind::reason)
                .orElseGet(() -> {
                    var old = nodes.stream()
                            .anyMatch(n ->
                                    !n.ending() && !n.seenAt().plus(WARMING).isAfter(now));
                    var ending = !nodes.isEmpty() && nodes.stream().allMatch(Observed.Node::ending);
                    return ending ? WaitReason.NodesEnding : old ? WaitReason.NodesNotReady : WaitReason.NodesWarming;
                });
    }

    /** A few broken nodes must not stop a cell from growing; many must. */
    private Optional<Wait> notReady() {
        var broken = observed.nodes().stream()
                .filter(n -> !n.ready() && !younger(n.seenAt(), WARMING))
                .toList();
        var tolerated = Math.max(1, observed.replicas() * policy.rollout().maxWavePercent() / 100);
        return broken.size() <= tolerated
                ? Optional.empty()
                : Optional.of(new Wait(
                        reasonOf(broken, now),
                        "%d nodes are not Ready for more than %d s, a cell of %d grows with at most %d: %s"
                                .formatted(
                                        broken.size(),
                                        WARMING.toSeconds(),
                                        observed.replicas(),
                                        tolerated,
                                        describe(broken))));
    }

    private Optional<Wait> warming() {
        var warming = observed.nodes().stream()
                .filter(n -> !n.ready() && younger(n.seenAt(), WARMING))
                .toList();
        var missing = Math.max(0, observed.replicas() - observed.nodes().size());
        return warming.isEmpty() && missing == 0
                ? Optional.empty()
                : Optional.of(new Wait(
                        warming.isEmpty() ? WaitReason.NodesMissing : reasonOf(warming, now),
                        missing > 0 && warming.isEmpty()
                                ? "%d nodes have no pod yet".formatted(missing)
                                : describe(warming)));
    }

    private Optional<Wait> reportMissing() {
        return first(
                n -> n.ready()
                        && n.sample().filter(s -> !younger(s.at(), STALE)).isPresent(),
                WaitReason.ReportMissing,
                n -> "%s is Ready and has not reported for more than %d s".formatted(n.name(), STALE.toSeconds()));
    }

    private Optional<Wait> notConverged() {
        return Convergence.of(observed, now).missing().map(m -> new Wait(WaitReason.PeersNotConverged, m));
    }

    private Optional<Wait> first(
            Predicate<Observed.Node> when, WaitReason reason, Function<Observed.Node, String> message) {
        return observed.nodes().stream().filter(when).findFirst().map(n -> new Wait(reason, message.apply(n)));
    }

    private boolean younger(Instant at, Duration age) {
        return at.plus(age).isAfter(now);
    }

    static String describe(List<Observed.Node> nodes) {
        return Convergence.some(nodes.stream()
                .map(n -> n.name() + n.trouble().map(t -> " (" + t.text() + ")").orElse(""))
                .toList());
    }
}
