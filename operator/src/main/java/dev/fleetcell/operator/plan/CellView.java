package dev.fleetcell.operator.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * How a cell stood in its last pass, for a restart of it.
 *
 * @param at when that was
 * @param observed what it was
 * @param stamp the stamp that new nodes get; empty for none
 * @param change what the cell does, if it does something
 * @param waits what the cell waits for, or what makes a restart wait behind another change
 * @param rate the pace at which it runs
 * @param window nodes that may be away at once
 */
public record CellView(
        Instant at,
        Observed observed,
        String stamp,
        Optional<ChangeKind> change,
        Optional<Wait> waits,
        Rate rate,
        int window) {}
