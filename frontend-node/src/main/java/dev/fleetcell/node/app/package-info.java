/**
 * The process: its settings, how its parts are put together, its start and its end.
 *
 * <p>Everything else is a plain class that is given what it needs; only this room and the endpoints know Quarkus.
 */
@NullMarked
package dev.fleetcell.node.app;

import org.jspecify.annotations.NullMarked;
