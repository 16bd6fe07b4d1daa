/**
 * The mesh of a cell, one platform thread and one TCP connection for each peer: the way of 2020, bounded by the cell.
 *
 * <p>A peer is its pod name; its address may change. Peers are learnt from DNS (an address that belongs to nobody known
 * is probed), from whoever connects, and from the member list of a hello. The lower name dials, so that a pair has one
 * connection. A peer that comes back under its name takes over its slot and its thread.
 *
 * <p>Threads: one acceptor, one for membership, one for each known peer. {@link dev.fleetcell.node.mesh.Mesh} is the
 * only type other rooms use, with {@link dev.fleetcell.node.mesh.MeshView}, what it tells, and
 * {@link dev.fleetcell.node.mesh.Member}. The mesh decides nothing about readiness. Frames are bounded and checked, but
 * not authenticated: whoever reaches the port within the cluster's network can claim a name.
 */
@NullMarked
package dev.fleetcell.node.mesh;

import org.jspecify.annotations.NullMarked;
