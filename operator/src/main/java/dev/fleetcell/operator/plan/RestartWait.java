package dev.fleetcell.operator.plan;

import java.util.Optional;

/**
 * What a restart waits for, with the names and numbers of the case.
 *
 * @param reason what it waits for
 * @param cellReason what the cell waits for that has its turn, where it is the cell that waits
 * @param message in one sentence that status has room for
 */
public record RestartWait(RestartWaitReason reason, Optional<WaitReason> cellReason, String message) {
    /** What the schema allows {@code status.wait.message}, in characters. */
    private static final int MOST_CHARACTERS = 1024;

    public RestartWait {
        if (message.length() > MOST_CHARACTERS) {
            message = message.substring(0, MOST_CHARACTERS - 3) + "...";
        }
    }

    public static RestartWait of(RestartWaitReason reason, String message) {
        return new RestartWait(reason, Optional.empty(), message);
    }

    /** One word, for machines: the cell's own reason where the cell waits. */
    public String word() {
        return cellReason
                .filter(w -> reason == RestartWaitReason.CellWaits)
                .map(WaitReason::name)
                .orElse(reason.name());
    }

    /** Whether it ends only when somebody edits what the message names. */
    public boolean needsEdit() {
        return reason.needsEdit()
                || cellReason.filter(w -> w.end() != WaitReason.End.ITSELF).isPresent();
    }

    /** Whether it comes and goes in every restart, so that it is no news. */
    public boolean isRoutine() {
        return reason.isRoutine()
                || (reason == RestartWaitReason.CellWaits
                        && cellReason.filter(WaitReason::isRoutine).isPresent());
    }
}
