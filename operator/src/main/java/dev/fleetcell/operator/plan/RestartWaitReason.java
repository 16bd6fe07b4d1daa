package dev.fleetcell.operator.plan;

/**
 * Why a ColdRestart restarts no node now, or never will again. One vocabulary for status, conditions, events and docs; each
 * constant carries its sentence.
 */
public enum RestartWaitReason {
    CellNotFound(true, false, "there is no FleetCell of a name that has its turn, or none that the selector selects"),
    TooManyCells(true, false, "the selector selects more cells than one restart can keep account of"),
    NotUnderstood(true, false, "the object holds a value that this version does not know: it never guesses"),
    CellNotObserved(
            false,
            true,
            "the cell had no good pass for 30 s, or none since the operator started: nobody knows how it stands"),
    CellAsked(false, true, "the cell was asked to restart its nodes and has not taken it up yet"),
    CellBusy(false, false, "the cell does something else first, one change at a time"),
    CellPaused(true, false, "the cell's own spec.paused is true"),
    CellWaits(false, false, "the cell waits; status has the cell's own reason in place of this one"),
    OtherRestart(false, false, "another restart of the same cell began first and is not over"),
    Baking(false, true, "the first cell is done and is watched for spec.bakeSeconds before the others begin"),
    Paused(false, true, "spec.paused is true"),
    PassFailed(
            false,
            false,
            "the operator's passes over the restart fail for a reason that nobody foresaw; they are tried again"),
    FailedNodes(true, false, "abortOn.failedNodes restarted nodes failed: the restart is Aborted"),
    StartBefore(true, false, "the restart had not begun by spec.startBefore: it is Expired");

    private final boolean needsEdit;
    private final boolean routine;
    private final String sentence;

    RestartWaitReason(boolean needsEdit, boolean routine, String sentence) {
        this.needsEdit = needsEdit;
        this.routine = routine;
        this.sentence = sentence;
    }

    /** Whether it ends only when somebody edits what the message names. */
    public boolean needsEdit() {
        return needsEdit;
    }

    /** Whether it is a part of every restart, or somebody's wish, so that it is no news. */
    public boolean isRoutine() {
        return routine;
    }

    /** What it means. */
    public String sentence() {
        return sentence;
    }
}
