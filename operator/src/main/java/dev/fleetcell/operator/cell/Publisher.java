package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.CellCondition;
import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.operator.plan.CellPlan;
import dev.fleetcell.operator.plan.ChangeKind;
import dev.fleetcell.operator.plan.Step;
import dev.fleetcell.operator.threads.Census.CellKey;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the world about a pass: status if it changed, an event for each edge, metrics. */
@ApplicationScoped
class Publisher {
    private final CellEvents events;
    private final CellMetrics metrics;
    private final Clock clock;

    /** What was told last: the cache may be behind our own last write, and an edge is told once. */
    private final Map<CellKey, FleetCell> told = new ConcurrentHashMap<>();

    private final Map<CellKey, List<String>> unobeyed = new ConcurrentHashMap<>();

    /**
     * Kinds of failure that had their event since the last good pass. Status alone cannot tell: writing it may be what
     * fails, and it holds one kind where two may alternate.
     */
    private final Map<CellKey, Set<String>> toldFailures = new ConcurrentHashMap<>();

    Publisher(CellEvents events, CellMetrics metrics, Clock clock) {
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
    }

    UpdateControl<FleetCell> publish(FleetCell cell, Observation seen, CellPlan plan, Workload.Done done) {
        var fresh = bare(cell);
        fresh.setStatus(new StatusRecorder(cell, seen, plan, done.stall()).status());
        var last = Optional.ofNullable(told.put(Observer.key(cell), fresh))
                .filter(t -> t.getMetadata().getUid().equals(cell.getMetadata().getUid()))
                .orElse(cell);
        sendEvents(cell, last, fresh, seen, plan, done);
        metrics.update(Observer.key(cell), fresh.getStatus());
        return sameStatus(cell, fresh) ? UpdateControl.noUpdate() : UpdateControl.patchStatus(fresh);
    }

    /**
     * Tells of a pass that failed for a reason nobody foresaw. A single one says nothing: connections break, API servers
     * restart, and the retry two seconds later is the cure. Each kind has one event until the next good pass.
     *
     * @param attempt retries before this one, 0 for a first failure
     */
    ErrorStatusUpdateControl<FleetCell> publishFailure(FleetCell cell, Exception failure, int attempt) {
        var key = Observer.key(cell);
        if (attempt == 0) { // so the pass before this one was good
            toldFailures.remove(key);
            return ErrorStatusUpdateControl.noStatusUpdate();
        }
        var failed = new PassFailure(cell, failure);
        var firstOfItsKind = toldFailures
                .computeIfAbsent(key, k -> ConcurrentHashMap.newKeySet())
                .add(failed.kind());
        if (failed.isTold()) { // perhaps by the operator before this one
            return ErrorStatusUpdateControl.noStatusUpdate();
        }
        var fresh = bare(cell);
        fresh.setStatus(failed.status(clock.instant()));
        if (firstOfItsKind) {
            events.send(cell, EventReason.PassFailed, failed.message());
        }
        metrics.update(key, fresh.getStatus());
        return ErrorStatusUpdateControl.patchStatus(fresh);
    }

    /** What a patch of the status needs to name the cell, and nothing else of it. */
    private static FleetCell bare(FleetCell cell) {
        var bare = new FleetCell();
        bare.getMetadata().setName(cell.getMetadata().getName());
        bare.getMetadata().setNamespace(cell.getMetadata().getNamespace());
        bare.getMetadata().setUid(cell.getMetadata().getUid());
        return bare;
    }

    void forget(CellKey cell) {
        metrics.forget(cell);
        told.remove(cell);
        unobeyed.remove(cell);
        toldFailures.remove(cell);
    }

    private void sendEvents(
            FleetCell cell, FleetCell before, FleetCell after, Observation seen, CellPlan plan, Workload.Done done) {
        if (done.stepTaken() && plan.step() instanceof Step.Scale scale) {
            var from = seen.observed().replicas();
            if (scale.replicas() != from) {
                events.send(
                        cell,
                        scale.kind() == ChangeKind.Growth ? EventReason.NodesAdded : EventReason.NodesRemoved,
                        "%d to %d nodes of size %s, on the way to %d"
                                .formatted(from, scale.replicas(), scale.size().name(), plan.target()));
            }
        }
        edge(cell, before, after, ConditionType.ScaleBlocked, EventReason.ScaleBlocked);
        edge(cell, before, after, ConditionType.Stalled, EventReason.Stalled);
        if (Conditions.isTrue(before, ConditionType.ScaleBlocked)
                && !Conditions.isTrue(after, ConditionType.ScaleBlocked)) {
            events.send(cell, EventReason.ScaleUnblocked, after.getStatus().ceiling.message);
        }
        warnOfUnobeyed(cell, before);
    }

    /** Once for each set of such fields, not at each step of an autoscaler. */
    private void warnOfUnobeyed(FleetCell cell, FleetCell before) {
        var fields = UnobeyedFields.of(cell.getSpec());
        var warned = unobeyed.put(Observer.key(cell), fields);
        var knownFromBefore = warned == null && before.getStatus() != null;
        if (!fields.isEmpty() && !fields.equals(warned) && !knownFromBefore) {
            events.send(
                    cell,
                    EventReason.FieldNotObeyed,
                    "%s: stored, but this version does not act on it".formatted(String.join(", ", fields)));
        }
    }

    /** An event when the condition becomes True, or is True for another reason. */
    private void edge(FleetCell cell, FleetCell before, FleetCell after, ConditionType type, EventReason reason) {
        var now = Conditions.find(after, type).filter(c -> c.status.equals("True"));
        var then = Conditions.find(before, type).filter(c -> c.status.equals("True"));
        if (now.isPresent() && !now.map(Publisher::cause).equals(then.map(Publisher::cause))) {
            events.send(cell, reason, now.get().message);
        }
    }

    private static String cause(CellCondition condition) {
        return condition.reason;
    }

    private static boolean sameStatus(FleetCell before, FleetCell after) {
        return Serialization.asJson(after.getStatus()).equals(Serialization.asJson(before.getStatus()));
    }
}
