package dev.fleetcell.operator.plan;

/** What a cell's change is. */
public enum ChangeKind {
    Growth("nodes are added, in waves"),
    Shrink("nodes are removed, highest ordinals first");

    private final String sentence;

    ChangeKind(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
