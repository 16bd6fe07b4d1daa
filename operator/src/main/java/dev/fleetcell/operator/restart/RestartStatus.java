package dev.fleetcell.operator.restart;

import dev.fleetcell.api.v1alpha1.ColdRestart;
import dev.fleetcell.api.v1alpha1.ColdRestartStatus;
import dev.fleetcell.operator.plan.Rate;
import dev.fleetcell.operator.plan.RestartFigures;
import dev.fleetcell.operator.plan.RestartPhase;
import dev.fleetcell.operator.plan.RestartPlan;
import dev.fleetcell.operator.plan.RestartWait;
import dev.fleetcell.operator.plan.RestartWaitReason;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a pass found and decided, as the status that people read. Pure: writes nothing itself. */
final class RestartStatus {
    private final ColdRestart restart;
    private final Instant now;

    RestartStatus(ColdRestart restart, Instant now) {
        this.restart = restart;
        this.now = now;
    }

    /** The status of a plan. What is over stays as it ended. */
    ColdRestartStatus of(RestartPlan plan) {
        if (isOver(restart.getStatus())) {
            return asItEnded();
        }
        var wait = plan.waits().filter(w -> !isAskedJustNow(w, plan));
        var status = new ColdRestartStatus();
        status.observedGeneration = restart.getMetadata().getGeneration();
        status.phase = plan.phase().name();
        status.cell = plan.present().orElse(null);
        status.wait = plan.phase().isFinal() ? null : wait.map(this::wait).orElse(null);
        status.pace = plan.pace().map(RestartStatus::pace).orElse(null);
        status.startedAt = time(plan.startedAt());
        status.finishedAt = time(plan.finishedAt());
        status.eta = time(plan.eta());
        status.progress = progress(plan.figures());
        status.nodes = nodes(plan.figures());
        status.cells = plan.cells().stream().map(RestartStatus::cell).toList();
        status.conditions = new RestartConditions(restart, now).all(plan.phase(), wait, status.progress);
        return status;
    }

    /** A cell needs a second to take up what it is asked; that would stand in status until the next write. */
    private boolean isAskedJustNow(RestartWait wait, RestartPlan plan) {
        var before = Optional.ofNullable(restart.getStatus()).map(s -> s.cell);
        return wait.reason() == RestartWaitReason.CellAsked && !before.equals(plan.present());
    }

    /** The status as it stands, with a wait that came up before there was a plan. */
    ColdRestartStatus heldBy(RestartWait wait) {
        var status = asItStands();
        if (isOver(status)) {
            return asItEnded();
        }
        if (wait.reason() != RestartWaitReason.PassFailed) { // a generation whose pass failed was not observed
            status.observedGeneration = restart.getMetadata().getGeneration();
        }
        status.phase = Objects.requireNonNullElse(status.phase, RestartPhase.Pending.name());
        status.wait = wait(wait);
        status.eta = null;
        status.conditions = new RestartConditions(restart, now)
                .all(RestartPhase.Pending, Optional.of(wait), Objects.requireNonNullElse(status.progress, "0/0"));
        return status;
    }

    /** Only that the newest spec was read changes; nothing of it matters any more. */
    private ColdRestartStatus asItEnded() {
        var status = asItStands();
        status.observedGeneration = restart.getMetadata().getGeneration();
        if (status.conditions != null) {
            status.conditions.forEach(c -> c.observedGeneration = status.observedGeneration);
        }
        return status;
    }

    /** A copy: the cache is not written to. */
    private ColdRestartStatus asItStands() {
        return restart.getStatus() == null ? new ColdRestartStatus() : Serialization.clone(restart.getStatus());
    }

    /** Whether it has ended, in whichever way. */
    static boolean isOver(@Nullable ColdRestartStatus status) {
        return status != null
                && Arrays.stream(RestartPhase.values())
                        .anyMatch(p -> p.isFinal() && p.name().equals(status.phase));
    }

    private ColdRestartStatus.Wait wait(RestartWait wait) {
        var told = new ColdRestartStatus.Wait();
        told.reason = wait.word();
        told.message = wait.message();
        told.since = Optional.ofNullable(restart.getStatus())
                .map(s -> s.wait)
                .filter(w -> wait.word().equals(w.reason))
                .map(w -> w.since)
                .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
        return told;
    }

    private static ColdRestartStatus.Pace pace(Rate rate) {
        var pace = new ColdRestartStatus.Pace();
        pace.perHour = rate.perHour();
        pace.maxWarming = rate.burst();
        return pace;
    }

    private static @Nullable String time(Optional<Instant> at) {
        return at.map(t -> t.truncatedTo(ChronoUnit.SECONDS).toString()).orElse(null);
    }

    private static String progress(RestartFigures figures) {
        return figures.restarted() + "/" + figures.total();
    }

    private static ColdRestartStatus.Nodes nodes(RestartFigures figures) {
        var nodes = new ColdRestartStatus.Nodes();
        nodes.total = figures.total();
        nodes.restarted = figures.restarted();
        nodes.warming = figures.warming();
        nodes.failed = figures.failed();
        return nodes;
    }

    private static ColdRestartStatus.Cell cell(RestartPlan.Cell plan) {
        var cell = new ColdRestartStatus.Cell();
        cell.name = plan.name();
        cell.phase = plan.phase().name();
        plan.figures().ifPresent(figures -> {
            cell.total = figures.total();
            cell.restarted = figures.restarted();
            cell.warming = figures.warming();
            cell.failed = figures.failed();
        });
        cell.finishedAt = time(plan.finishedAt());
        return cell;
    }
}
