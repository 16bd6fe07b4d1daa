package dev.fleetcell.operator.cell;

/** The pass cannot go on; its message says what to do. Nothing was changed by the part that failed. */
final class StalledException extends RuntimeException {
    private final StallReason reason;

    StalledException(StallReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    StallReason reason() {
        return reason;
    }
}
