package dev.fleetcell.node.mesh;

/**
 * What a mesh has to be told.
 *
 * @param cell the cell's name; peers of another one are refused
 * @param self this node's pod name and the address it binds
 * @param port where every node of the cell listens for peers
 * @param members the DNS name whose addresses are the nodes of the cell
 */
public record MeshSettings(String cell, Member self, int port, String members) {}
