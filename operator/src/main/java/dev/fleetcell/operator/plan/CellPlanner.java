package dev.fleetcell.operator.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * Decides the next step of a cell.
 *
 * <ol>
 *   <li>The size: the one in use; without nodes, the smallest that fits.
 *   <li>The target: what the capacity asks for, held at what fits. A cell above its ceiling keeps its nodes.
 *   <li>The step: down at once; up by a wave when {@link GrowthGate} lets it.
 * </ol>
 *
 * Invariants: never a step up beyond what fits; an observation never removes a node, only a spec does; every plan that
 * is not at its target has a step or a wait.
 */
public final class CellPlanner {
    private final Policy policy;
    private final Facts facts;
    private final Guard guard;
    private final Observed observed;
    private final Instant now;

    private CellPlanner(Policy policy, Facts facts, Observed observed, Instant now) {
        this.policy = policy;
        this.facts = facts;
        this.guard = new Guard(policy, facts);
        this.observed = observed;
        this.now = now;
    }

    public static CellPlan plan(Policy policy, Facts facts, Observed observed, Instant now) {
        return new CellPlanner(policy, facts, observed, now).plan();
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
        return new CellPlan(
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
        return new CellPlan(Optional.of(size), desired, target, blocked, unmet, step(size, desired, target, blocked));
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
        if (target < observed.replicas()) {
            return policy.paused()
                    ? new Step.Hold(ChangeKind.Shrink, paused())
                    : new Step.Scale(ChangeKind.Shrink, size, target);
        }
        if (target > observed.replicas()) {
            return grow(size, target);
        }
        return blocked.filter(w -> desired > target)
                .or(() -> gate().unready())
                .<Step>map(wait -> new Step.Hold(ChangeKind.Growth, wait))
                .orElseGet(Step.Rest::new);
    }

    private Step grow(Size size, int target) {
        var gate = gate();
        var wait = gate.firstWait();
        if (wait.isPresent()) {
            return new Step.Hold(ChangeKind.Growth, wait.get());
        }
        var base = observed.fresh() ? target : observed.replicas();
        var wave = Math.min(
                Math.max(1, base * policy.rollout().maxWavePercent() / 100),
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
        return new Step.Scale(ChangeKind.Growth, size, Math.min(target, observed.replicas() + wave));
    }

    private GrowthGate gate() {
        return new GrowthGate(policy, guard.budget(), observed, now);
    }

    private CellPlan stopUnknownSize() {
        var gone = new Size(facts.size().orElseThrow(), 1); // its units do not matter: nothing is projected for 0 nodes
        var step = policy.paused()
                ? new Step.Hold(ChangeKind.Shrink, paused())
                : new Step.Scale(ChangeKind.Shrink, gone, 0);
        return new CellPlan(Optional.of(gone), 0, 0, Optional.empty(), 0, step);
    }

    private CellPlan holdUnknownSize() {
        var best = smallestThatFits();
        var wait = new Wait(
                WaitReason.SizeMoveNeeded,
                "the cell runs size %s, which spec.sizes does not have any more: put it back, or scale to 0 and back"
                        .formatted(facts.size().orElseThrow()));
        return new CellPlan(
                Optional.empty(),
                policy.nodesFor(best, policy.capacity()),
                observed.replicas(),
                Optional.of(wait),
                0,
                new Step.Hold(ChangeKind.Growth, wait));
    }

    private static Wait paused() {
        return new Wait(WaitReason.Paused, "spec.paused is true: set it to false to go on");
    }
}
