package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.api.v1alpha1.FleetCellStatus;
import dev.fleetcell.operator.plan.Bucket;
import dev.fleetcell.operator.plan.Ceiling;
import dev.fleetcell.operator.plan.CellPlan;
import dev.fleetcell.operator.plan.ChangeKind;
import dev.fleetcell.operator.plan.Guard;
import dev.fleetcell.operator.plan.Observed.Node;
import dev.fleetcell.operator.plan.Revisions;
import dev.fleetcell.operator.plan.Shape;
import dev.fleetcell.operator.plan.Size;
import dev.fleetcell.operator.plan.Step;
import dev.fleetcell.operator.plan.Trouble;
import dev.fleetcell.operator.plan.Wait;
import dev.fleetcell.operator.plan.WaitReason;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Record: what a pass found and decided, as the status that people and door 1 read. Pure: writes nothing itself. */
final class StatusRecorder {
    private final FleetCell cell;
    private final Observation seen;
    private final CellPlan plan;
    private final Optional<Wait> stall;
    private final Bucket bucket;

    StatusRecorder(FleetCell cell, Observation seen, CellPlan plan, Optional<Wait> stall, Bucket bucket) {
        this.bucket = bucket;
        this.cell = cell;
        this.seen = seen;
        this.plan = plan;
        this.stall = stall;
    }

    FleetCellStatus status() {
        var guard = new Guard(seen.policy(), seen.facts());
        var status = new FleetCellStatus();
        status.observedGeneration = cell.getMetadata().getGeneration();
        status.selector = Names.CELL_LABEL + "=" + cell.getMetadata().getName();
        status.size = size().map(Size::name).orElse(seen.facts().size().orElse(null));
        status.capacity = size().map(s -> s.units() * seen.facts().currentNodes())
                .orElseGet(() -> seen.facts().currentNodes() == 0 ? 0 : capacityBefore());
        status.nodes = nodes();
        status.threads = threads(guard);
        status.ceiling = ceiling();
        status.unmetCapacity = plan.unmetCapacity();
        status.change = change();
        status.pace = Ledger.pace(cell, bucket, plan, seen.now());
        status.revision = seen.observed().revisions().map(this::revision).orElse(null);
        status.conditions = new CellConditions(cell, seen, plan, stall).all();
        return status;
    }

    private Optional<Size> size() {
        return plan.size().filter(s -> seen.facts().currentNodes() > 0 || plan.step() instanceof Step.Scale);
    }

    /** The units of a size that left the spec are not known any more; its nodes still carry what they did. */
    private int capacityBefore() {
        return Optional.ofNullable(cell.getStatus()).map(s -> s.capacity).orElse(0);
    }

    private FleetCellStatus.Nodes nodes() {
        var nodes = new FleetCellStatus.Nodes();
        nodes.desired = plan.desired();
        nodes.current = seen.facts().currentNodes();
        nodes.ready = seen.observed().ready().size();
        nodes.lost = (int) seen.observed().nodes().stream()
                .filter(n -> n.is(Trouble.Kind.Lost))
                .count();
        nodes.warming = seen.observed().nodes().size() - nodes.ready - nodes.lost;
        return nodes;
    }

    private FleetCellStatus.Threads threads(Guard guard) {
        var before = Optional.ofNullable(cell.getStatus()).map(s -> s.threads);
        var threads = new FleetCellStatus.Threads();
        // Facts that nothing here measures are carried on: a status without them would forget what was found.
        before.ifPresent(b -> {
            threads.observedLimit = b.observedLimit;
            threads.observedLimitSource = b.observedLimitSource;
            threads.extra = b.extra;
        });
        threads.budget = guard.budget();
        plan.size()
                .filter(s -> seen.facts().currentNodes() > 0)
                .ifPresent(s -> threads.modelled = (int) Math.min(
                        Integer.MAX_VALUE, guard.projected(s, seen.facts().currentNodes())));
        seen.observed().ready().stream()
                .filter(n -> n.sample().isPresent())
                .max(Comparator.comparingInt(StatusRecorder::tasks).thenComparing(Node::name))
                .ifPresent(n -> measured(threads, before, n));
        return threads;
    }

    /** A change of a task or two is no news: it would write the status of a cell at rest for ever. */
    private static void measured(FleetCellStatus.Threads threads, Optional<FleetCellStatus.Threads> before, Node node) {
        var tasks = tasks(node);
        var told = before.filter(
                b -> b.measuredMax != null && Math.abs(b.measuredMax - tasks) <= Math.max(2, b.measuredMax / 50));
        threads.measuredMax = told.map(b -> b.measuredMax).orElse(tasks);
        threads.measuredMaxNode = told.map(b -> b.measuredMaxNode).orElse(node.name());
    }

    private static int tasks(Node node) {
        return node.sample().orElseThrow().tasks();
    }

    private FleetCellStatus.Ceiling ceiling() {
        var most = Ceiling.of(seen.policy(), seen.facts());
        var ceiling = new FleetCellStatus.Ceiling();
        ceiling.capacity = most.capacity();
        ceiling.nodes = most.nodes();
        ceiling.binding = most.binding().name();
        ceiling.message = most.message();
        return ceiling;
    }

    private FleetCellStatus.Revision revision(Revisions revisions) {
        var revision = new FleetCellStatus.Revision();
        revision.current = revisions.current();
        revision.update = revisions.update();
        revision.updated = (int) seen.observed().nodes().stream()
                .filter(n -> n.revision().equals(revisions.update()))
                .count();
        revision.frontier = plan.shape().map(Shape::frontier).orElse(revisions.frontier());
        revision.restart = revisions.applied().stamp().isEmpty()
                ? null
                : revisions.applied().stamp();
        return revision;
    }

    private FleetCellStatus.@Nullable Change change() {
        if (stall.isEmpty() && plan.step() instanceof Step.Rest) {
            return null;
        }
        var kind = plan.progress().map(CellPlan.Progress::kind).orElse(ChangeKind.Growth);
        var wait = stall.or(() -> plan.step() instanceof Step.Hold hold ? Optional.of(hold.on()) : Optional.empty());
        var change = new FleetCellStatus.Change();
        change.kind = kind.name();
        change.progress = plan.progress()
                .map(p -> p.done() + "/" + p.total())
                .orElseGet(() -> seen.observed().ready().size() + "/" + plan.desired());
        change.wait = wait.map(Wait::reason).map(WaitReason::name).orElse(null);
        change.message = wait.map(Wait::message).orElse(null);
        change.since = Optional.ofNullable(cell.getStatus())
                .map(s -> s.change)
                .filter(b -> kind.name().equals(b.kind) && Objects.equals(change.wait, b.wait))
                .map(b -> b.since)
                .orElse(seen.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return change;
    }
}
