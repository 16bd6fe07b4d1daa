package dev.fleetcell.operator.cell;

import dev.fleetcell.operator.plan.Wait;
import dev.fleetcell.operator.plan.WaitReason;

/** The pass cannot go on; its message says what to do. Nothing was changed by the part that failed. */
final class StalledException extends RuntimeException {
    private final WaitReason reason;

    StalledException(WaitReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    Wait asWait() {
        return new Wait(reason, String.valueOf(getMessage()));
    }
}
