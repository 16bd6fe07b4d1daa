package dev.fleetcell.operator.plan;

/** What a cell's change is, in the order in which one goes before another: one change at a time per cell. */
public enum ChangeKind {
    Rollback(
            "nodes of a template that was taken back return to the one before it; waits for nothing but pace and budgets"),
    Repair(
            "nodes that are not Ready are waited for; a newer template for them goes before everything else, because it may be"
                    + " the cure"),
    Shrink("nodes are removed in waves, highest ordinals first; waits for nothing"),
    Growth("nodes are added, in waves"),
    TemplateChange("nodes are replaced by nodes of a new template, highest ordinals first"),
    Restart("nodes are replaced by nodes with the stamp of a ColdRestart, highest ordinals first");

    private final String sentence;

    ChangeKind(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }

    /** Whether nodes are replaced, and not only added or removed. */
    public boolean replaces() {
        return this != Shrink && this != Growth;
    }
}
