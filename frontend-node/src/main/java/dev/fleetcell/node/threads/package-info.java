/** Thread groups, the census of kernel tasks by group, and thread starts that may be refused. */
@NullMarked
package dev.fleetcell.node.threads;

import org.jspecify.annotations.NullMarked;
