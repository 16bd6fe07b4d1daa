package dev.fleetcell.operator.restart;

import dev.fleetcell.api.v1alpha1.ColdRestart;
import dev.fleetcell.operator.cell.RestartOrders;
import dev.fleetcell.operator.cell.StaleCacheException;
import dev.fleetcell.operator.cell.StatusWriter;
import dev.fleetcell.operator.plan.RestartPhase;
import dev.fleetcell.operator.plan.RestartPlan;
import dev.fleetcell.operator.plan.RestartPlanner;
import dev.fleetcell.operator.plan.RestartWait;
import dev.fleetcell.operator.plan.RestartWaitReason;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** One pass over a ColdRestart: observe, judge, give orders, record. */
@ApplicationScoped
@GradualRetry(maxAttempts = -1, maxInterval = 60_000)
@ControllerConfiguration(
        name = "coldrestart",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
public class RestartReconciler implements Reconciler<ColdRestart> {
    private static final Logger LOG = Logger.getLogger(RestartReconciler.class);

    /** Also how long after the beginning the first order is given: every other restart has seen it by then. */
    private static final Duration AT_WORK = Duration.ofSeconds(1);
    /** An order is good for three times as long. */
    private static final Duration AT_REST = Duration.ofSeconds(10);

    private static final Duration CACHE_BEHIND = Duration.ofMillis(100);
    private static final int MOST_CHARACTERS = 400;

    private final RestartObserver observer;
    private final RestartOrders orders;
    private final RestartRecorder recorder;
    private final StatusWriter writer;
    private final RestartMemory memory;
    private final Clock clock;

    RestartReconciler(
            RestartObserver observer,
            RestartOrders orders,
            RestartRecorder recorder,
            StatusWriter writer,
            RestartMemory memory,
            Clock clock) {
        this.observer = observer;
        this.orders = orders;
        this.recorder = recorder;
        this.writer = writer;
        this.memory = memory;
        this.clock = clock;
    }

    @Override
    public UpdateControl<ColdRestart> reconcile(ColdRestart restart, Context<ColdRestart> context) {
        if (restart.isMarkedForDeletion()) {
            memory.forget(ResourceID.fromResource(restart));
            return UpdateControl.noUpdate();
        }
        memory.passes(ResourceID.fromResource(restart));
        if (writer.cacheIsBehind(restart)) {
            return again(CACHE_BEHIND);
        }
        try {
            var seen = observer.observe(
                    restart,
                    context.getPrimaryCache()
                            .list(restart.getMetadata().getNamespace())
                            .toList());
            var plan = RestartPlanner.plan(seen.policy(), seen.past(), seen.cells(), seen.now());
            giveOrders(restart, plan, seen.now());
            recorder.record(restart, plan, seen.now());
            return again(next(plan));
        } catch (UnclearException e) {
            return hold(restart, e.asWait(), clock.instant());
        } catch (StaleCacheException e) {
            return again(CACHE_BEHIND);
        }
    }

    /** Gives each order anew, because it is good for a short time only; cells without one are asked nothing any more. */
    private void giveOrders(ColdRestart restart, RestartPlan plan, Instant now) {
        plan.cells().forEach(cell -> {
            var key = RestartObserver.key(restart, cell.name());
            var order = plan.orders().get(cell.name());
            if (order == null) {
                orders.withdraw(key, restart.getMetadata().getName());
            } else {
                orders.give(key, order, now);
            }
        });
    }

    private UpdateControl<ColdRestart> hold(ColdRestart restart, RestartWait wait, Instant now) {
        try {
            recorder.recordHeld(restart, wait, now);
            return again(AT_REST);
        } catch (StaleCacheException e) {
            return again(CACHE_BEHIND);
        }
    }

    private static Duration next(RestartPlan plan) {
        var still = plan.phase().isFinal()
                || plan.phase() == RestartPhase.Paused
                || plan.waits()
                        .filter(w -> w.needsEdit() || w.reason() == RestartWaitReason.OtherRestart)
                        .isPresent();
        return still ? AT_REST : AT_WORK;
    }

    private static UpdateControl<ColdRestart> again(Duration after) {
        return UpdateControl.<ColdRestart>noUpdate().rescheduleAfter(after);
    }

    /** A single failure says nothing: connections break, API servers restart. From the second one on it stands in status. */
    @Override
    public ErrorStatusUpdateControl<ColdRestart> updateErrorStatus(
            ColdRestart restart, Context<ColdRestart> context, Exception failure) {
        var attempt = context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0);
        if (attempt > 0) {
            try {
                recorder.recordHeld(restart, passFailed(failure), clock.instant());
            } catch (StaleCacheException e) {
                LOG.debugf(
                        "%s: the failure is told by the next pass",
                        restart.getMetadata().getName());
            }
        }
        return ErrorStatusUpdateControl.noStatusUpdate();
    }

    private static RestartWait passFailed(Exception failure) {
        var text = Objects.requireNonNullElse(failure.getMessage(), "no message")
                .lines()
                .findFirst()
                .orElse("");
        return RestartWait.of(
                RestartWaitReason.PassFailed,
                "the last pass failed and is tried again: %s: %s"
                        .formatted(
                                failure.getClass().getSimpleName(),
                                text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "..."));
    }
}
