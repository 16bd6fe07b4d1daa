/** The rules: pure functions from what is to what to do. No Kubernetes, no clock, no logging. */
@NullMarked
package dev.fleetcell.operator.plan;

import org.jspecify.annotations.NullMarked;
