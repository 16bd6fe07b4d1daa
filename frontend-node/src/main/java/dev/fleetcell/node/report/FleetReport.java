package dev.fleetcell.node.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code GET /fleet/report}; the names of the components are the names in JSON.
 *
 * @param cell the cell's name
 * @param node the pod's name
 * @param phase one of {@link dev.fleetcell.node.bootstrap.Phase}
 * @param message why the node does not serve yet, or what is wrong while it does; empty when nothing is
 */
public record FleetReport(
        String cell,
        String node,
        String phase,
        String message,
        Threads threads,
        ShardMap shardMap,
        Peers peers,
        Load load) {

    /**
     * What the kernel counts, and what it is held against.
     *
     * @param total tasks of the process, as the kernel counts them
     * @param limit the declared limit
     * @param budget the declared limit less reserve
     * @param byGroup tasks of every group; their sum is {@code total}
     * @param refusedStarts thread starts that the kernel refused since the process began
     */
    public record Threads(int total, int limit, int budget, Map<String, Integer> byGroup, long refusedStarts) {}

    /**
     * What the node routes with.
     *
     * @param version of the map in use; 0 when there is none
     * @param complete whether there is a map in use
     * @param source where maps come from
     * @param seconds that the last load took
     * @param shards in the map in use
     * @param confirmedSecondsAgo since the store last answered, in seconds; null when it never has
     */
    public record ShardMap(
            long version,
            boolean complete,
            String source,
            double seconds,
            int shards,
            @Nullable Double confirmedSecondsAgo) {}

    /**
     * The mesh as this node sees it.
     *
     * @param known peers by name, and addresses in DNS whose names are not known yet
     * @param connected number of {@code names}
     * @param names of the connected peers, sorted
     */
    public record Peers(int known, int connected, List<String> names) {}

    /**
     * What clients asked for.
     *
     * @param requests since the process began
     * @param rejected of those, refused because the node did not serve or its queue was full
     */
    public record Load(long requests, long rejected) {}
}
