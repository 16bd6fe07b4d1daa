package dev.fleetcell.operator.restart;

import dev.fleetcell.api.v1alpha1.CellCondition;
import dev.fleetcell.api.v1alpha1.ColdRestart;
import dev.fleetcell.operator.plan.RestartPhase;
import dev.fleetcell.operator.plan.RestartWait;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The conditions of a restart, as kstatus reads them: Ready when it is done, Reconciling at work, Stalled for good. */
final class RestartConditions {
    private final ColdRestart restart;
    private final Instant now;

    RestartConditions(ColdRestart restart, Instant now) {
        this.restart = restart;
        this.now = now;
    }

    /**
     * All of them.
     *
     * @param progress how far it is, for people
     */
    List<CellCondition> all(RestartPhase phase, Optional<RestartWait> wait, String progress) {
        var reason = wait.map(RestartWait::word).orElse(phase.name());
        var message = wait.map(w -> progress + ": " + w.message()).orElse(progress + ": " + phase.sentence());
        var stalled = (phase.isFinal() && phase != RestartPhase.Completed)
                || wait.filter(RestartWait::needsEdit).isPresent();
        var atWork = !stalled && !phase.isFinal() && phase != RestartPhase.Paused;
        return List.of(
                condition("Ready", phase == RestartPhase.Completed, reason, message),
                condition("Reconciling", atWork, reason, message),
                condition(
                        "Stalled", stalled, stalled ? reason : "NotStalled", stalled ? message : "no edit is needed"));
    }

    private CellCondition condition(String type, boolean status, String reason, String message) {
        var condition = new CellCondition();
        condition.type = type;
        condition.status = status ? "True" : "False";
        condition.reason = reason;
        condition.message = message;
        condition.observedGeneration = restart.getMetadata().getGeneration();
        condition.lastTransitionTime = Optional.ofNullable(restart.getStatus()).map(s -> s.conditions).stream()
                .flatMap(List::stream)
                .filter(c -> c.type.equals(type) && c.status.equals(condition.status))
                .map(c -> c.lastTransitionTime)
                .findFirst()
                .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
        return condition;
    }
}
