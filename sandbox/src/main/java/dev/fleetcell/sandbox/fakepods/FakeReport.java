package dev.fleetcell.sandbox.fakepods;

import java.util.List;
import java.util.Map;

/**
 * The body of {@code GET /fleet/report} in the reference node's format; the names of the components are the names in JSON.
 *
 * @param phase Cold, Warming, Serving or Stopping
 * @param message why the node does not serve; empty when it does
 */
record FakeReport(
        String cell,
        String node,
        String phase,
        String message,
        Threads threads,
        ShardMap shardMap,
        Peers peers,
        Load load) {
    /**
     * Kernel tasks.
     *
     * @param byGroup their sum is {@code total}
     */
    record Threads(int total, int limit, int budget, Map<String, Integer> byGroup, long refusedStarts) {}

    /**
     * What it claims to route with.
     *
     * @param seconds that the last load took
     */
    record ShardMap(long version, boolean complete, String source, double seconds, int shards) {}

    /**
     * The mesh.
     *
     * @param known peers that there are
     * @param connected number of {@code names}
     * @param names of connected peers, sorted
     */
    record Peers(int known, int connected, List<String> names) {}

    /** Nobody asks a fake node for anything. */
    record Load(long requests, long rejected) {}
}
