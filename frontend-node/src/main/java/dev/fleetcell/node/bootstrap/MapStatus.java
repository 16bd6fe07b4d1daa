package dev.fleetcell.node.bootstrap;

import java.util.OptionalLong;

/**
 * What the node has of the shard map.
 *
 * @param version of the map that is used; 0 while there is none
 * @param complete whether there is one: a map is complete or none
 * @param source where maps come from, as in FLEETCELL_BOOTSTRAP_SOURCE
 * @param seconds that the last complete load took; 0 while there was none
 * @param shards in the map that is used
 * @param rejected incomplete maps that the store gave, and that replaced nothing
 * @param confirmedNanos when the store last answered, as System.nanoTime; empty when it never has
 * @param trouble why there is no map, or no newer one, one line; empty when all is well
 */
public record MapStatus(
        long version,
        boolean complete,
        String source,
        double seconds,
        int shards,
        long rejected,
        OptionalLong confirmedNanos,
        String trouble) {

    /** The same map, and this trouble with getting a newer one. */
    MapStatus with(String newTrouble, int moreRejected) {
        return new MapStatus(
                version, complete, source, seconds, shards, rejected + moreRejected, confirmedNanos, newTrouble);
    }

    /** The same, and the store has answered at {@code nanos}. */
    MapStatus confirmed(long nanos) {
        return new MapStatus(version, complete, source, seconds, shards, rejected, OptionalLong.of(nanos), trouble);
    }
}
