package dev.fleetcell.operator.plan;

/** How far a restart is: as a whole, and in each of its cells. */
public enum RestartPhase {
    Pending(false, "nothing was restarted yet"),
    Running(false, "nodes are being restarted"),
    Baking(false, "the first cell is done and is watched for spec.bakeSeconds before the others begin"),
    Paused(false, "spec.paused is true: no further node is restarted until it is false"),
    Completed(true, "every node was restarted and became Ready"),
    Aborted(true, "too many of the restarted nodes failed: no further node is ever restarted by it"),
    Expired(true, "it had not begun by spec.startBefore: nothing is ever restarted by it");

    private final boolean over;
    private final String sentence;

    RestartPhase(boolean over, String sentence) {
        this.over = over;
        this.sentence = sentence;
    }

    /** Whether it is over for ever, in whichever way. */
    public boolean isFinal() {
        return over;
    }

    /** What it means. */
    public String sentence() {
        return sentence;
    }
}
