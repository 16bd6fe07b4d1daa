/**
 * A Kubernetes cluster on one machine without containers, for tests, the demo and developers.
 *
 * <p>{@link dev.fleetcell.sandbox.Sandbox} puts the rooms together: {@code binaries} (the programs), {@code cluster} (the control
 * plane), {@code kubelet} (cluster nodes that run pods as local processes), {@code dns} (names), {@code postgres} (a metadata
 * store), {@code process} (processes that never outlive their JVM), {@code files}. No room depends on this package or knows of
 * FleetCell's own resources. Linux only, no root, loopback only.
 */
@NullMarked
package dev.fleetcell.sandbox;

import org.jspecify.annotations.NullMarked;
