/**
 * FleetCells: one pass is observe, judge (in {@code plan}), act, record.
 *
 * <p>{@link dev.fleetcell.operator.cell.CellReconciler} is the table of contents. Only {@link
 * dev.fleetcell.operator.cell.Workload} writes what a cell consists of; only {@link
 * dev.fleetcell.operator.cell.StatusRecorder} writes its status. Nothing here deletes a pod.
 */
@NullMarked
package dev.fleetcell.operator.cell;

import org.jspecify.annotations.NullMarked;
