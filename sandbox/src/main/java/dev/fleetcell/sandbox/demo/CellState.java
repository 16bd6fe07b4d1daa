package dev.fleetcell.sandbox.demo;

import dev.fleetcell.api.v1alpha1.CellCondition;
import dev.fleetcell.api.v1alpha1.FleetCell;

/** Questions to a cell's status; only for a cell that has one. */
final class CellState {
    private CellState() {}

    /** Whether the cell is as its newest spec says, every node Ready and measured. */
    static boolean ready(FleetCell cell) {
        return observed(cell)
                && condition(cell, "Ready").status.equals("True")
                && cell.getStatus().change == null
                && cell.getStatus().threads.measuredMax != null;
    }

    /** Whether status speaks of the newest spec. */
    static boolean observed(FleetCell cell) {
        return cell.getStatus().conditions != null
                && cell.getStatus().observedGeneration.equals(cell.getMetadata().getGeneration());
    }

    /** Whether the cell does something and waits for {@code reason}. */
    static boolean waits(FleetCell cell, String reason) {
        return observed(cell) && cell.getStatus().change != null && reason.equals(cell.getStatus().change.wait);
    }

    static CellCondition condition(FleetCell cell, String type) {
        return cell.getStatus().conditions.stream()
                .filter(c -> c.type.equals(type))
                .findFirst()
                .orElseThrow();
    }
}
