package dev.fleetcell.operator.plan;

/**
 * A class of node.
 *
 * @param name part of its nodes' names
 * @param units capacity that one node carries, at least 1
 */
public record Size(String name, int units) {
    public Size {
        if (units < 1) {
            throw new IllegalArgumentException("size " + name + " has " + units + " units, needs at least 1");
        }
    }

    /** Nodes of this size that carry {@code capacity} units, rounded up. */
    public int nodesFor(int capacity) {
        return Math.ceilDiv(capacity, units);
    }
}
