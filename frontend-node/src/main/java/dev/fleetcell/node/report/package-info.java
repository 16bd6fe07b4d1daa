/**
 * What the node tells about itself on the management port: the report, readiness, metrics.
 *
 * <p>Everything is read at the moment of the question from where it is known; nothing is kept here, and nothing in the
 * node depends on this room.
 */
@NullMarked
package dev.fleetcell.node.report;

import org.jspecify.annotations.NullMarked;
