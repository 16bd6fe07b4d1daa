/**
 * The shard map: which back-end cell owns a partition key of a stream.
 *
 * <p>A {@link dev.fleetcell.node.shardmap.ShardMap} is complete by construction: every stream's shards tile the whole
 * key space. There is no type for a partial map, so nothing can be routed on one. This room knows no store, no network
 * and no clock, and depends on no other room.
 */
@NullMarked
package dev.fleetcell.node.shardmap;

import org.jspecify.annotations.NullMarked;
