package dev.fleetcell.node.shardmap;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts a map together from shards in any order and proves it complete: each stream's ranges tile 0 to 2^128-1, without
 * gap or overlap. The first thing that is wrong is remembered and becomes the reason. For one thread.
 */
public final class ShardMapBuilder {
    private final Map<String, NavigableMap<HashKey, Shard>> streams = new HashMap<>();
    private final Map<String, String> backendCells = new HashMap<>();
    private @Nullable String problem;

    /** Adds one shard as a store keeps it; numbers outside the key space are a problem, not an exception. */
    public void add(String stream, String shard, BigInteger startHash, BigInteger endHash, String backendCell) {
        if (problem != null) {
            return;
        }
        try {
            // A fleet has few back-end cells and many shards: keep each name once.
            String owner = backendCells.computeIfAbsent(backendCell, name -> name);
            add(stream, new Shard(shard, HashKey.of(startHash), HashKey.of(endHash), owner));
        } catch (IllegalArgumentException e) {
            problem = "stream " + stream + ", shard " + shard + ": " + e.getMessage();
        }
    }

    /** The map at this version, or why it is none. */
    public Assembled build(long version) {
        if (problem == null && streams.isEmpty()) {
            // A store without a single stream looks the same as one that lost them all.
            problem = "the store has no streams";
        }
        for (Map.Entry<String, NavigableMap<HashKey, Shard>> stream : streams.entrySet()) {
            if (problem == null) {
                problem = gapOrOverlap(stream.getKey(), stream.getValue());
            }
        }
        return problem == null
                ? new Assembled.Complete(new ShardMap(version, streams))
                : new Assembled.Incomplete(version, problem);
    }

    private void add(String stream, Shard shard) {
        NavigableMap<HashKey, Shard> ranges = streams.computeIfAbsent(stream, name -> new TreeMap<>());
        Shard other = ranges.putIfAbsent(shard.start(), shard);
        if (other != null) {
            problem = "stream %s: shards %s and %s both start at hash %s"
                    .formatted(stream, other.id(), shard.id(), shard.start());
        }
    }

    private static @Nullable String gapOrOverlap(String stream, NavigableMap<HashKey, Shard> ranges) {
        HashKey expected = HashKey.MIN;
        String before = "the beginning";
        boolean ended = false;
        for (Shard shard : ranges.values()) {
            int order = shard.start().compareTo(expected);
            if (ended || order < 0) {
                return "stream %s: shard %s overlaps %s at hash %s"
                        .formatted(stream, shard.id(), before, shard.start());
            }
            if (order > 0) {
                return "stream %s: no shard holds hash %s, between %s and shard %s"
                        .formatted(stream, expected, before, shard.id());
            }
            ended = shard.end().equals(HashKey.MAX);
            expected = shard.end().next();
            before = "shard " + shard.id();
        }
        return ended ? null : "stream %s: no shard holds hash %s, after %s".formatted(stream, expected, before);
    }
}
