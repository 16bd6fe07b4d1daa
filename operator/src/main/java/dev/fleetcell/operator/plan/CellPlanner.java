package dev.fleetcell.operator.plan;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Decides the next step of a cell.
 *
 * <ol>
 *   <li>The size: the one in use; without nodes, the smallest that fits.
 *   <li>The target: what the capacity asks for, held at what fits. A cell above its ceiling keeps its nodes.
 *   <li>The step: one change at a time, in the order of {@link ChangeKind}. Down in waves that wait for nothing; up by a wave
 *       when {@link GrowthGate} lets it; other content as {@link Frontier} says.
 * </ol>
 *
 * A change that only waits lets another go before it where both would wait for each other: a shrink always, a new template
 * where growth is held by nodes that it may mend.
 *
 * <p>Invariants: never a step up beyond what fits; never more cold starts than there are tokens; an observation never
 * removes a node, only a spec does; every plan that is not at its target has a step or a wait.
 */
public final class CellPlanner {
    /** Waits of growth that end soon by themselves. */
    private static final Set<WaitReason> SHORT = EnumSet.of(
            WaitReason.NodesMissing,
            WaitReason.NodesWarming,
            WaitReason.NodesEnding,
            WaitReason.NotObservedYet,
            WaitReason.Pace,
            WaitReason.ControllerBehind);

    private final Policy policy;
    private final Facts facts;
    private final Guard guard;
    private final Observed observed;
    private final Optional<RestartOrder> order;
    private final Instant now;

    private CellPlanner(Policy policy, Facts facts, Observed observed, Optional<RestartOrder> order, Instant now) {
        this.policy = policy;
        this.facts = facts;
        this.guard = new Guard(policy, facts);
        this.observed = observed;
        this.order = order;
        this.now = now;
    }

    /**
     * The plan for a cell.
     *
     * @param order what a restart asks of the cell, if one does
     */
    public static CellPlan plan(
            Policy policy, Facts facts, Observed observed, Optional<RestartOrder> order, Instant now) {
        return new CellPlanner(policy, facts, observed, order, now).plan();
    }

    private CellPlan plan() {
        var size = hasNodes() ? facts.size().flatMap(policy::size) : Optional.of(smallestThatFits());
        if (size.isPresent() && comesBackInAnotherSize(size.get())) {
            return waitForLeaving(size.get());
        }
        if (size.isPresent()) {
            return planFor(size.get());
        }
        return policy.capacity() == 0 ? stopUnknownSize() : holdUnknownSize();
    }

    private boolean hasNodes() {
        return facts.size().isPresent() && observed.replicas() > 0;
    }

    private boolean comesBackInAnotherSize(Size size) {
        return policy.capacity() > 0
                && observed.replicas() == 0
                && facts.currentNodes() > 0
                && facts.size().filter(former -> !former.equals(size.name())).isPresent();
    }

    /** The cell was stopped and comes back in another size: not before the nodes of the former one have ended. */
    private CellPlan waitForLeaving(Size size) {
        var wait = new Wait(
                WaitReason.NodesLeaving,
                "%d nodes of size %s are still ending; then nodes of size %s come"
                        .formatted(facts.currentNodes(), facts.size().orElse("?"), size.name()));
        return planOf(
                Optional.of(size),
                policy.nodesFor(size, policy.capacity()),
                0,
                Optional.empty(),
                0,
                new Step.Hold(ChangeKind.Growth, wait));
    }

    /** The smallest size that carries the capacity; where none does, the one that carries most of it. */
    private Size smallestThatFits() {
        return policy.sizes().stream()
                .filter(s -> guard.fits(s, policy.nodesFor(s, policy.capacity())))
                .findFirst()
                .orElseGet(() ->
                        Ceiling.of(policy, facts).size().orElse(policy.sizes().getFirst()));
    }

    private CellPlan planFor(Size size) {
        var desired = policy.nodesFor(size, policy.capacity());
        var blocked = blocked(size, desired);
        var target = blocked.isEmpty() ? desired : Math.min(desired, Math.max(observed.replicas(), allowed(size)));
        var unmet = blocked.isEmpty() ? 0 : Math.max(0, policy.capacity() - target * size.units());
        return planOf(Optional.of(size), desired, target, blocked, unmet, step(size, desired, target, blocked));
    }

    /** Why the cell may not have {@code nodes} nodes; empty when it may. */
    private Optional<Wait> blocked(Size size, int nodes) {
        if (unverified(nodes)) {
            return Optional.of(new Wait(
                    WaitReason.LimitNotVerified,
                    "threads.requireVerified is set and no limit was observed: the cell stays at nodes.min (%d)"
                            .formatted(policy.minNodes())));
        }
        if (guard.fits(size, nodes)) {
            return Optional.empty();
        }
        var other = policy.sizes().stream()
                .filter(s -> !s.equals(size) && guard.fits(s, policy.nodesFor(s, policy.capacity())))
                .findFirst();
        if (other.isPresent()) {
            return Optional.of(new Wait(
                    WaitReason.SizeMoveNeeded,
                    "%d units need size %s, the cell runs %s: scale to 0 and back, or ask for at most %d units"
                            .formatted(
                                    policy.capacity(), other.get().name(), size.name(), allowed(size) * size.units())));
        }
        var reason = nodes > policy.maxNodes() ? WaitReason.BeyondTestedRange : WaitReason.OverBudget;
        return Optional.of(new Wait(
                reason,
                "%d units are asked for; %s"
                        .formatted(policy.capacity(), Ceiling.of(policy, facts).message())));
    }

    private boolean unverified(int nodes) {
        return policy.requireVerified() && facts.observedLimit().isEmpty() && nodes > policy.minNodes();
    }

    private int allowed(Size size) {
        var most = guard.mostNodes(size).orElse(0);
        return policy.requireVerified() && facts.observedLimit().isEmpty() ? Math.min(most, policy.minNodes()) : most;
    }

    private Step step(Size size, int desired, int target, Optional<Wait> blocked) {
        if (policy.paused()) {
            return target == observed.replicas() && replacement().isEmpty()
                    ? atRest(desired, target, blocked)
                    : new Step.Hold(pausedKind(target), paused());
        }
        var replacement = replacement();
        var urgent = replacement.filter(CellPlanner::goesFirst);
        if (urgent.filter(CellPlanner::acts).isPresent()) {
            return urgent.get();
        }
        if (target < observed.replicas()) {
            return shrink(size, target);
        }
        if (urgent.isPresent()) {
            return urgent.get();
        }
        var growth = target > observed.replicas() ? Optional.of(grow(size, target)) : Optional.<Step>empty();
        return growth.filter(g -> acts(g)
                        || endsSoon(g)
                        || replacement.filter(CellPlanner::acts).isEmpty())
                .or(() -> replacement)
                .orElseGet(() -> atRest(desired, target, blocked));
    }

    private Optional<Step> replacement() {
        return frontier().flatMap(Frontier::step);
    }

    private Optional<Frontier> frontier() {
        return observed.revisions()
                .map(r -> new Frontier(policy, guard.budget(), observed, facts.currentNodes(), order, now));
    }

    private static boolean goesFirst(Step step) {
        return switch (step) {
            case Step.Revise revise -> revise.kind().compareTo(ChangeKind.Shrink) < 0;
            case Step.Replace replace -> replace.kind().compareTo(ChangeKind.Shrink) < 0;
            case Step.Hold hold -> hold.kind().compareTo(ChangeKind.Shrink) < 0;
            case Step.Scale scale -> false;
            case Step.Rest rest -> false;
        };
    }

    private static boolean acts(Step step) {
        return !(step instanceof Step.Hold);
    }

    private static boolean endsSoon(Step step) {
        return step instanceof Step.Hold hold && SHORT.contains(hold.on().reason());
    }

    private ChangeKind pausedKind(int target) {
        if (target < observed.replicas()) {
            return ChangeKind.Shrink;
        }
        return target > observed.replicas()
                ? ChangeKind.Growth
                : replacement().map(CellPlanner::kindOf).orElse(ChangeKind.TemplateChange);
    }

    private static ChangeKind kindOf(Step step) {
        return switch (step) {
            case Step.Scale scale -> scale.kind();
            case Step.Revise revise -> revise.kind();
            case Step.Replace replace -> replace.kind();
            case Step.Hold hold -> hold.kind();
            case Step.Rest rest -> throw new IllegalStateException("a rest is no change");
        };
    }

    private Step atRest(int desired, int target, Optional<Wait> blocked) {
        return blocked.filter(w -> desired > target)
                .or(() -> gate().unready())
                .<Step>map(wait -> new Step.Hold(isYoung(wait) ? ChangeKind.Growth : ChangeKind.Repair, wait))
                .or(() -> leaving().map(wait -> new Step.Hold(ChangeKind.Shrink, wait)))
                .orElseGet(Step.Rest::new);
    }

    private static boolean isYoung(Wait wait) {
        return wait.reason().end() == WaitReason.End.GUARD || wait.reason().isRoutine();
    }

    /** By waves, so that those that stay take over in steps; the next one when the nodes of the last one are ending. */
    private Step shrink(Size size, int target) {
        var wave = policy.rollout().wave(observed.replicas());
        return leaving()
                .<Step>map(wait -> new Step.Hold(ChangeKind.Shrink, wait))
                .orElseGet(() -> new Step.Scale(ChangeKind.Shrink, size, Math.max(target, observed.replicas() - wave)));
    }

    /** Nodes that the workload has been told to remove, and that are not ending yet. */
    private Optional<Wait> leaving() {
        var leaving = observed.nodes().stream()
                .filter(n -> n.ordinal() >= observed.replicas() && !n.ending() && !n.lost())
                .toList();
        return leaving.isEmpty()
                ? Optional.empty()
                : Optional.of(new Wait(WaitReason.NodesLeaving, GrowthGate.describe(leaving) + " are told to end"));
    }

    private Step grow(Size size, int target) {
        if (observed.revisions().filter(r -> !r.known()).isPresent()) {
            return new Step.Hold(
                    ChangeKind.Growth,
                    new Wait(
                            WaitReason.ControllerBehind,
                            "kube-controller-manager has not taken up the last change of the StatefulSet yet"));
        }
        var gate = gate();
        var wait = gate.firstWait();
        if (wait.isPresent()) {
            return new Step.Hold(ChangeKind.Growth, wait.get());
        }
        var wave = Math.min(
                policy.rollout().wave(observed.fresh() ? target : observed.replicas()),
                policy.rollout().maxWarming() - gate.notReadyCount());
        if (wave < 1) {
            return new Step.Hold(
                    ChangeKind.Growth,
                    new Wait(
                            WaitReason.NodesNotReady,
                            "%d nodes are not Ready and rollout.maxWarming is %d"
                                    .formatted(
                                            gate.notReadyCount(),
                                            policy.rollout().maxWarming())));
        }
        var tokens = observed.bucket().tokens(now, rate());
        if (tokens < 1) {
            return Frontier.pace(ChangeKind.Growth, observed.bucket(), rate(), now);
        }
        return new Step.Scale(ChangeKind.Growth, size, Math.min(target, observed.replicas() + Math.min(wave, tokens)));
    }

    private GrowthGate gate() {
        return new GrowthGate(policy, guard.budget(), observed.withoutCondemned(), now);
    }

    private Rate rate() {
        return frontier().map(Frontier::rate).orElseGet(() -> policy.rollout().rate());
    }

    private CellPlan stopUnknownSize() {
        var gone = new Size(facts.size().orElseThrow(), 1); // its units do not matter: nothing is projected for 0 nodes
        var step = policy.paused() ? new Step.Hold(ChangeKind.Shrink, paused()) : shrink(gone, 0);
        return planOf(Optional.of(gone), 0, 0, Optional.empty(), 0, step);
    }

    private CellPlan holdUnknownSize() {
        var best = smallestThatFits();
        var wait = new Wait(
                WaitReason.SizeMoveNeeded,
                "the cell runs size %s, which spec.sizes does not have any more: put it back, or scale to 0 and back"
                        .formatted(facts.size().orElseThrow()));
        return planOf(
                Optional.empty(),
                policy.nodesFor(best, policy.capacity()),
                observed.replicas(),
                Optional.of(wait),
                0,
                new Step.Hold(ChangeKind.Growth, wait));
    }

    private CellPlan planOf(
            Optional<Size> size, int desired, int target, Optional<Wait> blocked, int unmet, Step step) {
        var nodes = step instanceof Step.Scale scale ? scale.replicas() : observed.replicas();
        return new CellPlan(
                size,
                desired,
                target,
                blocked,
                unmet,
                step,
                shape(step),
                frontier().map(Frontier::away).orElseGet(() -> policy.rollout().away(nodes)),
                progress(step, desired),
                frontier().flatMap(Frontier::queued),
                rate());
    }

    private Optional<CellPlan.Progress> progress(Step step, int desired) {
        if (step instanceof Step.Rest) {
            return Optional.empty();
        }
        var kind = kindOf(step);
        return frontier()
                .filter(f -> kind.replaces())
                .map(f -> f.progress(kind))
                .or(() ->
                        Optional.of(new CellPlan.Progress(kind, observed.ready().size(), desired)));
    }

    private Optional<Shape> shape(Step step) {
        var now = frontier().map(Frontier::shape).or(this::firstShape);
        return switch (step) {
            case Step.Scale scale ->
                now.map(shape -> shape.withReplicas(scale.replicas())
                        .withFrontier(
                                scale.kind() == ChangeKind.Growth
                                        ? frontier()
                                                .map(f -> f.frontierFor(scale.replicas()))
                                                .orElse(shape.frontier())
                                        : shape.frontier()));
            case Step.Revise revise ->
                now.map(shape -> shape.withFrontier(shape.replicas()).withApplied(revise.content()));
            case Step.Replace replace -> now; // how far the frontier comes depends on what may go
            case Step.Hold hold -> now;
            case Step.Rest rest -> now;
        };
    }

    /** A workload that was deleted without its nodes comes back as it was, and moves none of them. */
    private Optional<Shape> firstShape() {
        if (observed.revisions().isPresent() || policy.paused()) {
            return Optional.empty();
        }
        var stamp =
                observed.nodes().stream().map(Observed.Node::stamp).findFirst().orElse("");
        var content = new Content(policy.template(), stamp);
        var frontier = observed.nodes().isEmpty() ? 0 : observed.replicas();
        return Optional.of(new Shape(observed.replicas(), frontier, content, content));
    }

    private static Wait paused() {
        return new Wait(WaitReason.Paused, "spec.paused is true: set it to false to go on");
    }
}
