package dev.fleetcell.operator.plan;

import dev.fleetcell.operator.plan.Observed.Node;
import java.time.Instant;
import java.util.List;

/** What a restart itself waits for, or was ended by, in sentences that say what to do. */
final class RestartWaits {
    private RestartWaits() {}

    static RestartWait notFound(RestartCell cell) {
        return RestartWait.of(
                RestartWaitReason.CellNotFound,
                "there is no FleetCell %s in this namespace: create it, or delete this ColdRestart and create another, with a name of its own, for the cells that are left"
                        .formatted(cell.name()));
    }

    static RestartWait selectsNothing() {
        return RestartWait.of(
                RestartWaitReason.CellNotFound,
                "spec.cells.selector selects no FleetCell of this namespace: label cells, or create another ColdRestart");
    }

    static RestartWait notObserved(RestartCell cell) {
        return RestartWait.of(
                RestartWaitReason.CellNotObserved,
                "%s had no good pass for %d s, or none since the operator started; if that stays, its own conditions say why"
                        .formatted(cell.name(), RestartCell.FRESH.toSeconds()));
    }

    static RestartWait other(RestartCell cell, String restart) {
        return RestartWait.of(
                RestartWaitReason.OtherRestart,
                "%s: ColdRestart %s began first and is not over: let it finish, or delete it"
                        .formatted(cell.name(), restart));
    }

    static RestartWait paused() {
        return RestartWait.of(RestartWaitReason.Paused, "spec.paused is true: set it to false to go on");
    }

    /**
     * The first cell is watched.
     *
     * @param others cells that wait for it
     */
    static RestartWait baking(RestartCell first, Instant until, int others) {
        return RestartWait.of(
                RestartWaitReason.Baking,
                "%s is done and is watched until %s; cells that wait for it: %d"
                        .formatted(first.name(), until, others));
    }

    static RestartWait notWhole(RestartCell first, String unready) {
        return RestartWait.of(
                RestartWaitReason.Baking,
                "%s has to be whole at the end of its bake, and is not: %s".formatted(first.name(), unready));
    }

    static RestartWait tooLate(RestartPolicy policy) {
        return RestartWait.of(
                RestartWaitReason.StartBefore,
                "it had not begun by %s: create another ColdRestart, with a name of its own and a later startBefore"
                        .formatted(policy.startBefore()));
    }

    static RestartWait failed(RestartPolicy policy, List<Node> failed) {
        return RestartWait.of(
                RestartWaitReason.FailedNodes,
                "restarted nodes that failed: %d, and abortOn.failedNodes is %d: %s. Every node stays as it is; mend the cause, then create another ColdRestart, with a name of its own"
                        .formatted(failed.size(), policy.failedNodes(), GrowthGate.describe(failed)));
    }
}
