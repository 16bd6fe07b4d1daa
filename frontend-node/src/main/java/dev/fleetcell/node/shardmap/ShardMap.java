package dev.fleetcell.node.shardmap;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * A complete shard map at one version; immutable. {@link ShardMapBuilder} is the only way to one.
 *
 * <p>One lookup is one {@code floorEntry}: because the shards of a stream tile the key space, the shard that starts
 * at or before a key is the shard that holds it.
 */
public final class ShardMap {
    private final long version;
    private final Map<String, NavigableMap<HashKey, Shard>> streams;
    private final int shards;

    ShardMap(long version, Map<String, NavigableMap<HashKey, Shard>> tiledStreams) {
        this.version = version;
        this.streams = Map.copyOf(tiledStreams);
        this.shards = streams.values().stream().mapToInt(Map::size).sum();
    }

    /** The shard of a partition key; empty when there is no such stream. */
    public Optional<Shard> shardOf(String stream, String partitionKey) {
        return shardAt(stream, HashKey.ofPartitionKey(partitionKey));
    }

    /** The shard that holds a key; empty when there is no such stream. */
    public Optional<Shard> shardAt(String stream, HashKey key) {
        return Optional.ofNullable(streams.get(stream))
                .map(ranges -> ranges.floorEntry(key).getValue());
    }

    public long version() {
        return version;
    }

    /** Number of shards of all streams. */
    public int shards() {
        return shards;
    }

    public int streams() {
        return streams.size();
    }
}
