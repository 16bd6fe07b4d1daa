package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.operator.plan.CellPlanner;
import dev.fleetcell.operator.plan.Step;
import dev.fleetcell.operator.plan.WaitReason;
import dev.fleetcell.operator.plan.WaitReason.End;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One pass over a FleetCell: observe, judge, act, record. */
@ApplicationScoped
@GradualRetry(maxAttempts = -1, maxInterval = 60_000)
@ControllerConfiguration(
        name = "fleetcell",
        fieldManager = Applier.FIELD_MANAGER,
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
public class CellReconciler implements Reconciler<FleetCell> {
    private static final Duration WHILE_CHANGING = Duration.ofSeconds(1);
    private static final Duration AT_REST = Duration.ofSeconds(10);
    private static final Duration CACHE_BEHIND = Duration.ofMillis(100);

    private final Observer observer;
    private final Workload workload;
    private final Publisher publisher;
    private final RestartOrders orders;
    private final Memory memory;

    CellReconciler(Observer observer, Workload workload, Publisher publisher, RestartOrders orders, Memory memory) {
        this.orders = orders;
        this.observer = observer;
        this.workload = workload;
        this.publisher = publisher;
        this.memory = memory;
    }

    @Override
    public UpdateControl<FleetCell> reconcile(FleetCell cell, Context<FleetCell> context) {
        if (cell.isMarkedForDeletion()) {
            memory.forget(Observer.key(cell));
            return UpdateControl.noUpdate();
        }
        memory.passes(Observer.key(cell));
        if (workload.cacheIsBehind(cell, context)) {
            return UpdateControl.<FleetCell>noUpdate().rescheduleAfter(CACHE_BEHIND);
        }
        var seen = observer.observe(cell, context);
        var plan = CellPlanner.plan(seen.policy(), seen.facts(), seen.observed(), seen.order(), seen.now());
        try {
            var done = workload.act(cell, seen, plan, context);
            publisher.publish(cell, seen, done);
            orders.tell(Observer.key(cell), seen.view(done.plan(), done.stall()));
            return UpdateControl.<FleetCell>noUpdate().rescheduleAfter(next(seen, done));
        } catch (StaleCacheException e) {
            return UpdateControl.<FleetCell>noUpdate().rescheduleAfter(CACHE_BEHIND);
        }
    }

    @Override
    public ErrorStatusUpdateControl<FleetCell> updateErrorStatus(
            FleetCell cell, Context<FleetCell> context, Exception failure) {
        var attempt = context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0);
        publisher.publishFailure(cell, failure, attempt);
        return ErrorStatusUpdateControl.noStatusUpdate();
    }

    private static Duration next(Observation seen, Workload.Done done) {
        var step = done.plan().step();
        var waits = step instanceof Step.Hold hold ? Optional.of(hold.on().reason()) : Optional.<WaitReason>empty();
        var atRest =
                (waits.filter(w -> w.end() != End.ITSELF).isPresent() || step instanceof Step.Rest) && seen.converged();
        var needsEdit = done.stall().filter(w -> w.reason().end() == End.EDIT).isPresent();
        var stopped = needsEdit && !done.stepTaken();
        if (stopped || (atRest && (needsEdit || done.stall().isEmpty()))) {
            return AT_REST;
        }
        return waits.filter(w -> w == WaitReason.Pace).isPresent() ? untilPaid(seen, done) : WHILE_CHANGING;
    }

    /** A cell that waits for its pace need not be looked at every second, for hours. */
    private static Duration untilPaid(Observation seen, Workload.Done done) {
        var wait = done.bucket().untilNext(seen.now(), done.plan().rate());
        return wait.compareTo(AT_REST) > 0 ? AT_REST : wait.compareTo(CACHE_BEHIND) < 0 ? CACHE_BEHIND : wait;
    }

    @Override
    public List<EventSource<?, FleetCell>> prepareEventSources(EventSourceContext<FleetCell> context) {
        var restarts = new SimpleInboundEventSource<FleetCell>();
        orders.onOrder(cell -> restarts.propagateEvent(new ResourceID(cell.name(), cell.namespace())));
        return List.of(
                restarts,
                source(StatefulSet.class, context),
                source(ConfigMap.class, context),
                source(Service.class, context),
                source(PodDisruptionBudget.class, context),
                source(Pod.class, context));
    }

    /** Everything that carries the cell's label, strangers included: what is in the way has to be seen. */
    private static <T extends HasMetadata> InformerEventSource<T, FleetCell> source(
            Class<T> type, EventSourceContext<FleetCell> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, FleetCell.class)
                        .withLabelSelector(Names.CELL_LABEL)
                        .withSecondaryToPrimaryMapper(object -> Set.of(new ResourceID(
                                object.getMetadata().getLabels().get(Names.CELL_LABEL),
                                object.getMetadata().getNamespace())))
                        .build(),
                context);
    }
}
