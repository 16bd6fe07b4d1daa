package dev.fleetcell.operator.cell;

/** The conditions of a FleetCell. {@code Ready}, {@code Reconciling} and {@code Stalled} are what kstatus reads. */
enum ConditionType {
    Ready("the cell has the capacity that was asked for, and all its nodes are Ready"),
    Reconciling("the cell is on its way to what the spec asks for"),
    Stalled("the cell will not get there without an edit"),
    ScaleBlocked("the guard holds the capacity: it does not fit the thread budget or the tested range"),
    LimitVerified("the thread limit was observed, not only declared"),
    Converged("every Ready node is connected to every other Ready node"),
    GuardOverridden("spec.overBudget is Override: observed limits and excess are ignored, the declared budget is not");

    private final String sentence;

    ConditionType(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
