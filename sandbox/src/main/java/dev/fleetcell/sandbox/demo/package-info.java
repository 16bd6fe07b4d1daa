/**
 * {@code make demo}: the product's main job as a story on this machine, each step checked. A step that does not show what
 * it says ends the demo with exit code 1.
 */
@NullMarked
package dev.fleetcell.sandbox.demo;

import org.jspecify.annotations.NullMarked;
