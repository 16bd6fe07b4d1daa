package dev.fleetcell.node.shardmap;

/** What came of putting a map together from its parts. */
public sealed interface Assembled {

    /** The version of the store's content that was read. */
    long version();

    /** Every stream is tiled. */
    record Complete(ShardMap map) implements Assembled {
        @Override
        public long version() {
            return map.version();
        }
    }

    /**
     * Not a map: something is missing, doubled or out of range.
     *
     * @param reason names the stream and the hash, one line
     */
    record Incomplete(long version, String reason) implements Assembled {}
}
