package dev.fleetcell.node.metadata;

import dev.fleetcell.node.shardmap.Assembled;

/** Where the shard map comes from. Calls block, and are bounded in time; one thread uses a store at a time. */
public interface MetadataStore {

    /**
     * The whole map at one version.
     *
     * @throws StoreException when the store is absent, refuses, or answers too slowly or too much
     */
    Assembled snapshot() throws StoreException;

    /**
     * The version that {@link #snapshot} would have now: cheap, to be asked often.
     *
     * @throws StoreException as for {@link #snapshot}
     */
    long version() throws StoreException;

    /** The name of this kind of source, as in FLEETCELL_BOOTSTRAP_SOURCE. */
    String source();
}
