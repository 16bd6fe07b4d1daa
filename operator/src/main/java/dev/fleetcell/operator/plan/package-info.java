/**
 * The rules: pure functions from what is to what to do.
 *
 * <p>No Kubernetes, no clock, no logging, no input or output; time is a parameter. {@link
 * dev.fleetcell.operator.plan.Guard} is the formula (how many threads, does it fit), {@link
 * dev.fleetcell.operator.plan.Admission} answers as the API server's CEL does, {@link
 * dev.fleetcell.operator.plan.Ceiling} says the most a cell may have, {@link
 * dev.fleetcell.operator.plan.CellPlanner} decides the next step of a cell. Nothing here may be told what to do by
 * anything but its arguments, so that every rule is a table in a test.
 */
@NullMarked
package dev.fleetcell.operator.plan;

import org.jspecify.annotations.NullMarked;
