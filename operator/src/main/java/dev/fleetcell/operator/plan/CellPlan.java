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
 * @param shape what the workload is to look like after the step; empty when there is to be none, or none that is known
 * @param away nodes that the PodDisruptionBudget lets go at once
 * @param progress of the change, if there is one
 * @param queued what else is asked for and waits for the change under way
 * @param rate the pace at which the cell runs now
 */
public record CellPlan(
        Optional<Size> size,
        int desired,
        int target,
        Optional<Wait> blocked,
        int unmetCapacity,
        Step step,
        Optional<Shape> shape,
        int away,
        Optional<Progress> progress,
        Optional<Wait> queued,
        Rate rate) {
    /** The same plan, whose step has met {@code wait}. */
    public CellPlan heldBy(Wait wait) {
        var kind = progress.map(Progress::kind).orElse(ChangeKind.TemplateChange);
        return new CellPlan(
                size,
                desired,
                target,
                blocked,
                unmetCapacity,
                new Step.Hold(kind, wait),
                shape,
                away,
                progress,
                queued,
                rate);
    }

    /** How far a change is: {@code done} of {@code total} nodes. */
    public record Progress(ChangeKind kind, int done, int total) {}
}
