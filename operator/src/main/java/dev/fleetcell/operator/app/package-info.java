/** Wiring: the client, the operator and its leader election, health, the operator's own figures. No rule lives here. */
@NullMarked
package dev.fleetcell.operator.app;

import org.jspecify.annotations.NullMarked;
