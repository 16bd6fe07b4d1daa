/**
 * From cold to serving: keeps the shard map, and judges when the node may become ready.
 *
 * <p>{@link dev.fleetcell.node.bootstrap.ShardMapKeeper} reads the map and keeps the last good one;
 * {@link dev.fleetcell.node.bootstrap.ReadinessRule} is the rule itself, without state, clock or log;
 * {@link dev.fleetcell.node.bootstrap.NodeState} looks, applies it, and remembers that a node that was ready once stays
 * so. Nothing here knows HTTP.
 */
@NullMarked
package dev.fleetcell.node.bootstrap;

import org.jspecify.annotations.NullMarked;
