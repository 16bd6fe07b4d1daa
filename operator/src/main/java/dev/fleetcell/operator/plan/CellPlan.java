package dev.fleetcell.operator.plan;

import java.util.Optional;

/**
 * The judgement of one pass.
 *
 * @param size the size in use, or the one chosen for a cell without nodes; empty when the spec does not have it any more
 * @param desired nodes that the capacity asks for
 * @param target nodes that the guard lets the cell have on the way there
 * @param blocked why target is less than desired
 * @param unmetCapacity units that are held back
 * @param step what to do now
 */
public record CellPlan(
        Optional<Size> size, int desired, int target, Optional<Wait> blocked, int unmetCapacity, Step step) {}
