package dev.fleetcell.node.gateway;

/** What a client gets. */
sealed interface RouteAnswer {

    /**
     * The owner of a partition key.
     *
     * @param mapVersion version of the shard map that says so
     */
    record Routed(String shard, String backendCell, long mapVersion) implements RouteAnswer {}

    /** No route, and why. */
    record Refused(RouteRefusal reason) implements RouteAnswer {}
}
