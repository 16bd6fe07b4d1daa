package dev.fleetcell.node.bootstrap;

import dev.fleetcell.node.metadata.MetadataStore;
import dev.fleetcell.node.metadata.StoreException;
import dev.fleetcell.node.shardmap.Assembled;
import dev.fleetcell.node.shardmap.ShardMapBuilder;
import java.math.BigInteger;

/**
 * A store in memory with one stream of one shard, which can be lost or spoilt. Unlike a real one it is never slow, and
 * its version and its content cannot be read from different moments.
 */
final class FakeMetadataStore implements MetadataStore {
    static final String STREAM = "orders";
    private static final BigInteger LAST = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);

    private long version = 1;
    private boolean lost;
    private boolean spoilt;
    private int snapshots;

    void lose() {
        lost = true;
    }

    void find() {
        lost = false;
    }

    void spoil() {
        spoilt = true;
        version++;
    }

    void change() {
        spoilt = false;
        version++;
    }

    int snapshots() {
        return snapshots;
    }

    @Override
    public Assembled snapshot() throws StoreException {
        snapshots++;
        ShardMapBuilder builder = new ShardMapBuilder();
        builder.add(STREAM, "shard-0", spoilt ? BigInteger.ONE : BigInteger.ZERO, LAST, "backend-" + version());
        return builder.build(version());
    }

    @Override
    public long version() throws StoreException {
        if (lost) {
            throw new StoreException("the store is lost");
        }
        return version;
    }

    @Override
    public String source() {
        return "MetadataStore";
    }
}
