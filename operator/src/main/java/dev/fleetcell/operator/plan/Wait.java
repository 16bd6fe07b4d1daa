package dev.fleetcell.operator.plan;

/** A reason with the names and numbers of the case, in one sentence that status has room for. */
public record Wait(WaitReason reason, String message) {
    /** What the schema allows {@code status.change.message}, in characters. */
    private static final int MOST_CHARACTERS = 1024;

    public Wait {
        if (message.length() > MOST_CHARACTERS) {
            message = message.substring(0, MOST_CHARACTERS - 3) + "...";
        }
    }

    /** The same reason, with more to read. */
    Wait and(String more) {
        return new Wait(reason, message + "; " + more);
    }
}
