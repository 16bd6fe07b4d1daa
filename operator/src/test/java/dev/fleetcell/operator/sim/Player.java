package dev.fleetcell.operator.sim;

/** Where a sequence is played. */
interface Player {
    /**
     * Does a step; {@code all} is resolved, {@code expect} does not come here.
     *
     * @return the HTTP status of an eviction, else 0
     */
    int play(Step step);
}
