/**
 * The operator through a cell's life on a real control plane: killed again and again, with another replica, with hundreds of
 * nodes, for thousands of passes. What must hold meanwhile is read from watches, start times and the API server's audit log, not
 * from looks now and then.
 */
@NullMarked
package dev.fleetcell.operator.life;

import org.jspecify.annotations.NullMarked;
