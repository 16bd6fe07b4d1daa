package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.CellCondition;
import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.api.v1alpha1.FleetCellStatus;
import dev.fleetcell.operator.plan.CellPlan;
import dev.fleetcell.operator.plan.Step;
import dev.fleetcell.operator.plan.WaitReason;
import dev.fleetcell.operator.plan.WaitReason.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened to a cell between two passes that is worth an event. */
final class Edges {
    /**
     * One event.
     *
     * @param key events of one key within some minutes are one
     */
    record Edge(EventReason reason, String key, String note) {}

    private static final String TO = " to ";

    private final @Nullable FleetCellStatus before;
    private final FleetCellStatus after;
    private final Observation seen;
    private final CellPlan plan;
    private final boolean stepTaken;

    Edges(@Nullable FleetCellStatus before, FleetCellStatus after, Observation seen, CellPlan plan, boolean stepTaken) {
        this.before = before;
        this.after = after;
        this.seen = seen;
        this.plan = plan;
        this.stepTaken = stepTaken;
    }

    /**
     * All of them, in the order in which they happened.
     *
     * @param underWay the change that was said to have begun; empty for none
     */
    List<Edge> all(Optional<String> underWay) {
        var edges = new ArrayList<Edge>();
        done(underWay).ifPresent(edges::add);
        started(underWay).ifPresent(edges::add);
        held().ifPresent(edges::add);
        becomesTrue(ConditionType.ScaleBlocked, EventReason.ScaleBlocked).ifPresent(edges::add);
        becomesTrue(ConditionType.Stalled, EventReason.Stalled).ifPresent(edges::add);
        if (find(before, ConditionType.ScaleBlocked).isPresent()
                && find(after, ConditionType.ScaleBlocked).isEmpty()) {
            edges.add(new Edge(EventReason.ScaleUnblocked, "", after.ceiling.message));
        }
        return edges;
    }

    /** The change that is under way after this pass, as far as it was said to have begun. */
    Optional<String> underWay(Optional<String> before) {
        if (after.change == null || plan.step() instanceof Step.Rest) {
            return Optional.empty();
        }
        return acts() ? Optional.of(change()) : before;
    }

    /** The kind, and how far it goes: a new goal is a new change. */
    private String change() {
        return plan.step() instanceof Step.Scale ? after.change.kind + TO + plan.target() : after.change.kind;
    }

    /** Of the operator before this one only the kind is known. */
    private boolean isUnderWay(Optional<String> underWay) {
        return underWay.filter(u -> u.equals(after.change.kind) || u.equals(change()))
                .isPresent();
    }

    private boolean acts() {
        return stepTaken && !(plan.step() instanceof Step.Hold) && !(plan.step() instanceof Step.Rest);
    }

    private Optional<Edge> started(Optional<String> underWay) {
        if (!acts() || after.change == null || isUnderWay(underWay)) {
            return Optional.empty();
        }
        var what = plan.step() instanceof Step.Scale scale
                ? "%d to %d nodes of size %s"
                        .formatted(
                                seen.observed().replicas(),
                                plan.target(),
                                scale.size().name())
                : "%d nodes, at most %d away at once".formatted(seen.observed().replicas(), plan.away());
        var name = plan.step() instanceof Step.Revise revise
                        && !revise.content().stamp().isEmpty()
                        && after.change.kind.equals("Restart")
                ? " " + revise.content().stamp()
                : "";
        return Optional.of(new Edge(
                EventReason.ChangeStarted,
                after.change.kind + name,
                "%s%s: %s, %d cold starts an hour".formatted(after.change.kind, name, what, perHour())));
    }

    /** A restart's own pace holds from its beginning. */
    private int perHour() {
        return seen.order()
                .filter(o -> plan.step() instanceof Step.Revise revise
                        && revise.content().stamp().equals(o.name()))
                .map(o -> o.rate().and(plan.rate()).perHour())
                .orElse(plan.rate().perHour());
    }

    private Optional<Edge> done(Optional<String> underWay) {
        return plan.step() instanceof Step.Rest
                ? underWay.map(u -> u.split(TO, 2)[0])
                        .map(kind -> new Edge(
                                EventReason.ChangeDone,
                                kind,
                                "%s: %d of %d nodes are Ready".formatted(kind, after.nodes.ready, after.nodes.desired)))
                : Optional.empty();
    }

    /** What the guard holds and what needs an edit have events of their own, and a pause is somebody's wish. */
    private Optional<Edge> held() {
        if (after.change == null) {
            return Optional.empty();
        }
        return StatusNews.reason(after.change.wait)
                .filter(w -> !w.isRoutine())
                .filter(w -> w.end() == End.ITSELF || w == WaitReason.RestartAborted || w == WaitReason.RestartGone)
                .filter(w ->
                        before == null || before.change == null || !w.name().equals(before.change.wait))
                .map(w -> new Edge(
                        EventReason.ChangeHeld,
                        after.change.kind + " " + w,
                        "%s %s: %s: %s".formatted(after.change.kind, after.change.progress, w, after.change.message)));
    }

    /** When the condition becomes True, or is True for another reason. */
    private Optional<Edge> becomesTrue(ConditionType type, EventReason reason) {
        var then = find(before, type).map(c -> c.reason);
        return find(after, type)
                .filter(now -> !Optional.of(now.reason).equals(then))
                .map(now -> new Edge(reason, now.reason + now.message, now.message));
    }

    private static Optional<CellCondition> find(@Nullable FleetCellStatus status, ConditionType type) {
        var cell = new FleetCell();
        cell.setStatus(status);
        return Conditions.find(cell, type).filter(c -> c.status.equals("True"));
    }
}
