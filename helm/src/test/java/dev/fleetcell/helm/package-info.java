/**
 * Tests of the chart in {@code helm/fleetcell}: what it renders, what it refuses, and what a real API server says to it.
 * Whether the operator that it installs works is not asked here.
 */
@NullMarked
package dev.fleetcell.helm;

import org.jspecify.annotations.NullMarked;
