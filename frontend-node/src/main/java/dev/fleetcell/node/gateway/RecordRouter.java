package dev.fleetcell.node.gateway;

import dev.fleetcell.node.shardmap.Shard;
import dev.fleetcell.node.shardmap.ShardMap;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks a request, and has a worker look its owner up. Never blocks; every request gets exactly one answer. */
public final class RecordRouter {
    private static final int MAX_PARTITION_KEY = 256;
    private static final Pattern STREAM = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

    private final Supplier<Optional<ShardMap>> servedMap;
    private final Workers workers;
    private final GatewayLoad load;

    /**
     * Routes with whatever map there is at the moment of a request.
     *
     * @param servedMap the map to route with; empty while the node does not serve
     */
    public RecordRouter(Supplier<Optional<ShardMap>> servedMap, Workers workers, GatewayLoad load) {
        this.servedMap = servedMap;
        this.workers = workers;
        this.load = load;
    }

    /** Answers on the caller's thread when there is nothing to look up, else on a worker. */
    void route(String stream, @Nullable String partitionKey, Consumer<RouteAnswer> answer) {
        load.countRequest();
        if (!STREAM.matcher(stream).matches()) {
            answer.accept(new RouteAnswer.Refused(RouteRefusal.BAD_STREAM));
        } else if (partitionKey == null || !isPartitionKey(partitionKey)) {
            answer.accept(new RouteAnswer.Refused(RouteRefusal.BAD_PARTITION_KEY));
        } else if (servedMap.get().isEmpty()) {
            reject(RouteRefusal.NOT_SERVING, answer);
        } else if (!workers.offer(() -> answer.accept(lookUp(stream, partitionKey)))) {
            reject(RouteRefusal.QUEUE_FULL, answer);
        }
    }

    private RouteAnswer lookUp(String stream, String partitionKey) {
        Optional<ShardMap> map = servedMap.get();
        Optional<Shard> shard = map.flatMap(known -> known.shardOf(stream, partitionKey));
        if (map.isEmpty() || shard.isEmpty()) {
            return new RouteAnswer.Refused(RouteRefusal.UNKNOWN_STREAM);
        }
        return new RouteAnswer.Routed(
                shard.get().id(), shard.get().backendCell(), map.get().version());
    }

    private void reject(RouteRefusal reason, Consumer<RouteAnswer> answer) {
        load.countRejected();
        answer.accept(new RouteAnswer.Refused(reason));
    }

    private static boolean isPartitionKey(String key) {
        return !key.isEmpty() && key.codePointCount(0, key.length()) <= MAX_PARTITION_KEY;
    }
}
