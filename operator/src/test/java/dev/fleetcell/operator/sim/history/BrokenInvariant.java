package dev.fleetcell.operator.sim.history;

/** A history went wrong. */
final class BrokenInvariant extends RuntimeException {
    private static final long serialVersionUID = 1;

    final Invariant invariant;

    BrokenInvariant(Invariant invariant, String how) {
        super(invariant + " (" + invariant.sentence() + "): " + how);
        this.invariant = invariant;
    }
}
