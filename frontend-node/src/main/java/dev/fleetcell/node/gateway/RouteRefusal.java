package dev.fleetcell.node.gateway;

/** Why a request is not routed. */
enum RouteRefusal {
    BAD_STREAM("BadStream", 400, "a stream's name is 1 to 128 characters of a-z, A-Z, 0-9, '_', '.' and '-'"),
    BAD_PARTITION_KEY("BadPartitionKey", 400, "give one query parameter partitionKey of 1 to 256 characters"),
    UNKNOWN_STREAM("UnknownStream", 404, "the shard map has no such stream"),
    NOT_SERVING("NotServing", 503, "this node is not ready yet, or stops: try another one"),
    QUEUE_FULL("QueueFull", 503, "more requests are waiting than this node takes: try again later, or another node");

    private final String code;
    private final int status;
    private final String sentence;

    RouteRefusal(String code, int status, String sentence) {
        this.code = code;
        this.status = status;
        this.sentence = sentence;
    }

    /** The name that clients match on. */
    String code() {
        return code;
    }

    /** The HTTP status. */
    int status() {
        return status;
    }

    String sentence() {
        return sentence;
    }
}
