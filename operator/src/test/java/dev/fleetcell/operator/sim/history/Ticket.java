package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.Rate;

/**
 * Cold starts that were paid for.
 *
 * @param at when the pass that paid had looked, in milliseconds since the history began
 * @param starts how many
 * @param rate that was in force
 * @param ahead by how many milliseconds the clock of who paid was ahead
 */
record Ticket(long at, int starts, Rate rate, long ahead) {}
