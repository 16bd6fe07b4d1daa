package dev.fleetcell.operator.restart;

import dev.fleetcell.operator.plan.RestartWait;
import dev.fleetcell.operator.plan.RestartWaitReason;

/** The object cannot be acted on as it is; the wait says why and what to do. Nothing was ordered. */
final class UnclearException extends RuntimeException {
    private final RestartWait wait;

    UnclearException(RestartWaitReason reason, String message) {
        super(message);
        this.wait = RestartWait.of(reason, message);
    }

    RestartWait asWait() {
        return wait;
    }
}
