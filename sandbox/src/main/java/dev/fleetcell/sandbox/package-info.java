/** A Kubernetes cluster on one machine without containers. */
@NullMarked
package dev.fleetcell.sandbox;

import org.jspecify.annotations.NullMarked;
