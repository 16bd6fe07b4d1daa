/**
 * Makes the start-up caches of the JVM (JEP 483, 514): each program runs once on a real control plane, with the run time and the
 * class path of its image, does its main job, and ends; the JVM then writes down the classes that it has loaded and linked.
 */
@NullMarked
package dev.fleetcell.images.training;

import org.jspecify.annotations.NullMarked;
