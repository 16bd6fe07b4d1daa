/**
 * Histories: the real planners and the real {@link dev.fleetcell.operator.cell.Replacement}, with a simulated operator around
 * them, in a simulated cluster with simulated people, on a simulated clock. A history is made from a number and is the same
 * each time it is played. {@link dev.fleetcell.operator.sim.history.Invariant} says what must hold in all of them.
 */
@NullMarked
package dev.fleetcell.operator.sim.history;

import org.jspecify.annotations.NullMarked;
