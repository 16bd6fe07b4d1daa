package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.api.v1alpha1.FleetCellStatus;
import dev.fleetcell.operator.plan.ChangeKind;
import dev.fleetcell.operator.plan.WaitReason;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;

/**
 * A pass that failed for a reason that nobody foresaw, as status tells it: {@code Reconciling} with reason {@code
 * PassFailed}, and everything else as it was. It is told when it begins and when it becomes another one, not at each retry;
 * the next good pass writes the whole status anew.
 */
final class PassFailure {
    private static final int MOST_CHARACTERS = 400;

    private final FleetCell cell;
    private final String kind;
    private final String message;

    PassFailure(FleetCell cell, Exception failure) {
        this.cell = cell;
        this.kind = failure.getClass().getSimpleName();
        this.message = "the last pass failed and is tried again: " + kind + ": "
                + cut(Objects.requireNonNullElse(failure.getMessage(), "no message"));
    }

    /** The name of the failure's class: failures of one kind count as the same. */
    String kind() {
        return kind;
    }

    String message() {
        return message;
    }

    /** Whether the cell's status says that already; a failure of the same class counts as the same. */
    boolean isTold() {
        return Conditions.find(cell, ConditionType.Reconciling)
                .filter(c -> WaitReason.PassFailed.name().equals(c.reason) && c.message.contains(" " + kind + ": "))
                .isPresent();
    }

    /** The cell's status with the failure in it. */
    FleetCellStatus status(Instant now) {
        // What the API server has accepted, not what the failed pass wanted to write: that may be what it refuses.
        var status = cell.getStatus() == null ? new FleetCellStatus() : Serialization.clone(cell.getStatus());
        var conditions = new ArrayList<>(Optional.ofNullable(status.conditions).orElseGet(ArrayList::new));
        conditions.removeIf(c -> c.type.equals(ConditionType.Reconciling.name()));
        conditions.addAll(new Conditions(cell, now)
                .set(ConditionType.Reconciling, true, WaitReason.PassFailed.name(), message)
                .all());
        status.conditions = conditions;
        var change = new FleetCellStatus.Change();
        change.kind = Optional.ofNullable(status.change).map(c -> c.kind).orElse(ChangeKind.Growth.name());
        change.progress =
                Optional.ofNullable(status.change).map(c -> c.progress).orElse(null);
        change.wait = WaitReason.PassFailed.name();
        change.message = message;
        change.since = now.truncatedTo(ChronoUnit.SECONDS).toString();
        status.change = change;
        return status;
    }

    private static String cut(String text) {
        var line = text.lines().findFirst().orElse("");
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS - 3) + "...";
    }
}
