package dev.fleetcell.operator.plan;

/** What keeps a cell from having more capacity. */
public enum Binding {
    TestedRange("nodes.max is reached: the cell was not tested with more nodes"),
    ThreadBudget("one more node would bring every node over its thread budget"),
    SchemaMaximum("100000 units is the most that a cell can be asked for");

    private final String sentence;

    Binding(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
