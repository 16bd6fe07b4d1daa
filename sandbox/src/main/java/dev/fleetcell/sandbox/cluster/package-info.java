/**
 * The control plane: etcd, kube-apiserver, kube-controller-manager and kube-scheduler as local processes.
 *
 * <p>{@link dev.fleetcell.sandbox.cluster.ControlPlane} starts them and knows when they are ready. This room runs no pods; that
 * is {@code kubelet}'s.
 */
@NullMarked
package dev.fleetcell.sandbox.cluster;

import org.jspecify.annotations.NullMarked;
