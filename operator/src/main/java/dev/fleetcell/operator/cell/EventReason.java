package dev.fleetcell.operator.cell;

/** What a cell's events say. Each is sent once per edge. */
enum EventReason {
    ChangeStarted(false, "a change of the cell began; status.change.kind says which"),
    ChangeHeld(true, "the change waits for something that will not pass by itself, or not soon"),
    ChangeDone(false, "the change is finished"),
    ScaleBlocked(true, "the guard holds the capacity"),
    ScaleUnblocked(false, "the guard holds the capacity no more"),
    Stalled(true, "the cell cannot get on without an edit"),
    PassFailed(true, "passes over the cell fail for a reason that nobody foresaw; they are tried again"),
    FieldNotObeyed(true, "a field is set that this version stores but does not act on");

    private final boolean warning;
    private final String sentence;

    EventReason(boolean warning, String sentence) {
        this.warning = warning;
        this.sentence = sentence;
    }

    boolean warning() {
        return warning;
    }

    String sentence() {
        return sentence;
    }
}
