/** Cells of real node processes for the integration tests. */
@NullMarked
package dev.fleetcell.node.cell;

import org.jspecify.annotations.NullMarked;
