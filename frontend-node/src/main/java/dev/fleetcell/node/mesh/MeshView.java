package dev.fleetcell.node.mesh;

import java.util.List;

/**
 * What the mesh looks like from this node.
 *
 * @param known peers by name, and addresses in DNS whose names are not known yet
 * @param connected names of the peers with an open connection, sorted
 * @param complete every known peer is connected, apart from those that have been silent for too long to wait for
 * @param waiting what keeps the mesh from being complete, one line; empty when it is complete
 */
public record MeshView(int known, List<String> connected, boolean complete, String waiting) {}
