/**
 * The stand-in for a kubelet: a cluster node that runs the pods bound to it as local processes.
 *
 * <p>{@link dev.fleetcell.sandbox.kubelet.FakeKubelet} is the way in and lists how it differs from a real one. One worker (a
 * virtual thread) per pod compares the pod with its processes, again and again: {@code PodWorker} for the pod, {@code
 * ContainerRunner} for each container. What a container gets is decided without any process ({@code ContainerEnvironment},
 * {@code PodVolumes}, {@code Commands}), and so is what status says ({@code PodStatusView}). A {@link
 * dev.fleetcell.sandbox.kubelet.PodRunner} may take pods and run them in its own way.
 */
@NullMarked
package dev.fleetcell.sandbox.kubelet;

import org.jspecify.annotations.NullMarked;
