/**
 * ColdRestarts: one pass is observe, judge (in {@code plan}), give orders, record.
 *
 * <p>Nothing here touches a node. A restart asks a cell ({@link dev.fleetcell.operator.cell.RestartOrders}), and the cell
 * changes its own template, under its own pace, window and budgets. {@link
 * dev.fleetcell.operator.restart.RestartReconciler} is the table of contents; only {@link
 * dev.fleetcell.operator.restart.RestartRecorder} writes a restart's status.
 */
@NullMarked
package dev.fleetcell.operator.restart;

import org.jspecify.annotations.NullMarked;
