package dev.fleetcell.operator.plan;

/** What happens to a capacity that does not fit. */
public enum OverBudget {
    /** The API server refuses it. */
    REJECT,
    /** It is admitted and the cell is held at its ceiling. */
    CLAMP,
    /** What was observed is ignored; what is declared still counts. */
    OVERRIDE
}
