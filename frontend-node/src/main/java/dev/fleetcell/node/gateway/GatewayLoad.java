package dev.fleetcell.node.gateway;

import java.util.concurrent.atomic.LongAdder;

/** What the gateway had to do since the process began. */
public final class GatewayLoad {
    private final LongAdder requests = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    /** All requests, also those that were refused. */
    public long requests() {
        return requests.sum();
    }

    /** Requests that were refused because the node did not serve or its queue was full. */
    public long rejected() {
        return rejected.sum();
    }

    void countRequest() {
        requests.increment();
    }

    void countRejected() {
        rejected.increment();
    }
}
