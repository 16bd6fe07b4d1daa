package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.CellCondition;
import dev.fleetcell.api.v1alpha1.FleetCell;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds a cell's conditions once, each keeping its transition time while its status stays. */
final class Conditions {
    /** Reason of Ready until the cell was whole for the first time. */
    static final String FIRST_FILL = "FirstFill";

    private final FleetCell cell;
    private final Instant now;
    private final List<CellCondition> conditions = new ArrayList<>();

    Conditions(FleetCell cell, Instant now) {
        this.cell = cell;
        this.now = now;
    }

    static Optional<CellCondition> find(FleetCell cell, ConditionType type) {
        return Optional.ofNullable(cell.getStatus()).map(s -> s.conditions).stream()
                .flatMap(List::stream)
                .filter(c -> c.type.equals(type.name()))
                .findFirst();
    }

    static boolean isTrue(FleetCell cell, ConditionType type) {
        return find(cell, type).filter(c -> c.status.equals("True")).isPresent();
    }

    Conditions set(ConditionType type, boolean status, String reason, String message) {
        return set(type, status ? "True" : "False", reason, message);
    }

    Conditions unknown(ConditionType type, String reason, String message) {
        return set(type, "Unknown", reason, message);
    }

    List<CellCondition> all() {
        return conditions;
    }

    private Conditions set(ConditionType type, String status, String reason, String message) {
        var condition = new CellCondition();
        condition.type = type.name();
        condition.status = status;
        condition.reason = reason;
        condition.message = message;
        condition.observedGeneration = cell.getMetadata().getGeneration();
        condition.lastTransitionTime = find(cell, type)
                .filter(c -> c.status.equals(status))
                .map(c -> c.lastTransitionTime)
                .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
        conditions.add(condition);
        return this;
    }
}
