package dev.fleetcell.operator.plan;

import java.util.List;
import java.util.Optional;

/**
 * What the user wants of a cell, with every default filled in.
 *
 * @param capacity units, 0 = stopped
 * @param minNodes fewest nodes while capacity is above 0
 * @param maxNodes most nodes: the tested range
 * @param sizes smallest first, never empty
 * @param limit declared limit of a node, in tasks
 * @param reservePercent part of the limit that stays free
 * @param peerChurn peers that may be counted twice while they are being replaced
 * @param requireVerified no growth beyond minNodes until the limit has been observed
 * @param template digest of what nodes are to be made from
 */
public record Policy(
        int capacity,
        int minNodes,
        int maxNodes,
        List<Size> sizes,
        ThreadModel model,
        int limit,
        int reservePercent,
        int peerChurn,
        OverBudget overBudget,
        boolean requireVerified,
        Rollout rollout,
        boolean paused,
        String template) {

    /**
     * How fast the cell changes.
     *
     * @param maxWavePercent nodes of one wave, in percent
     * @param maxWarming most nodes that may be cold or warming at once
     * @param nodesPerHour most cold starts that may be caused over time
     */
    public record Rollout(int maxWavePercent, int maxWarming, int nodesPerHour) {
        /** Nodes of one wave where there are {@code nodes}: at least one, or nothing would ever change. */
        public int wave(int nodes) {
            return Math.max(1, (int) ((long) nodes * maxWavePercent / 100));
        }

        /**
         * Nodes of a cell of {@code nodes} that may be away at once, at least one: as many as a wave of growth brings, and
         * never more than may be warming.
         */
        public int away(int nodes) {
            return Math.min(wave(nodes), maxWarming);
        }

        /** The pace of cold starts. */
        public Rate rate() {
            return new Rate(maxWarming, nodesPerHour);
        }
    }

    public Policy {
        sizes = List.copyOf(sizes);
        if (sizes.isEmpty()) {
            throw new IllegalArgumentException("a cell has at least one size");
        }
    }

    /** The size of that name, if the spec still has it. */
    public Optional<Size> size(String name) {
        return sizes.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** Nodes of {@code size} that {@code units} of capacity mean here: none for 0, else at least minNodes. */
    public int nodesFor(Size size, int units) {
        return units == 0 ? 0 : Math.max(minNodes, size.nodesFor(units));
    }
}
