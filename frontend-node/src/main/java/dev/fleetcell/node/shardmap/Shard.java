package dev.fleetcell.node.shardmap;

/**
 * A range of a stream's key space and who owns it.
 *
 * @param id the shard's name within its stream
 * @param start first key, inclusive
 * @param end last key, inclusive, not before {@code start}
 * @param backendCell the back-end cell that owns the range
 */
public record Shard(String id, HashKey start, HashKey end, String backendCell) {
    public Shard {
        if (start.compareTo(end) > 0) {
            throw new IllegalArgumentException("shard " + id + " starts at " + start + " and ends before, at " + end);
        }
    }
}
