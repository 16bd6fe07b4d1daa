package dev.fleetcell.node.app;

/**
 * The settings of a node; each is an environment variable, or a file of that name in the directory FLEETCELL_SETTINGS.
 */
enum Setting {
    FLEETCELL_CELL("the name of the cell: a DNS label of at most 40 characters"),
    FLEETCELL_NODE("the name of the pod, by which peers know this node: a DNS label of at most 63 characters"),
    FLEETCELL_ADDRESS("the address of the pod: an IP address, to which all ports are bound"),
    FLEETCELL_SIZE("the name of the node's size: 1 to 8 of a-z and 0-9"),
    FLEETCELL_UNITS("the units of the node's size: a number from 1 to 1000"),
    FLEETCELL_THREAD_LIMIT("the most tasks that the kernel admits to this node: a number from 1 to 4194304"),
    FLEETCELL_THREAD_BUDGET("the most tasks that the cell plans with: a number from 1 to FLEETCELL_THREAD_LIMIT"),
    FLEETCELL_BOOTSTRAP_SOURCE("where the shard map comes from: MetadataStore; Peers is not there yet"),
    FLEETCELL_MEMBERS("the DNS name whose addresses are the nodes of the cell"),
    FLEETCELL_STORE_URL("the metadata store: jdbc:postgresql://host:port/database"),
    FLEETCELL_STORE_USER("the role to log in to the metadata store with"),
    FLEETCELL_STORE_PASSWORD("the password for the metadata store; may be absent where none is asked for"),
    FLEETCELL_WORKERS_PER_UNIT("reserved workers for each unit: a number from 1 to 1024, 8 by default");

    private final String sentence;

    Setting(String sentence) {
        this.sentence = sentence;
    }

    /** What to set. */
    String sentence() {
        return sentence;
    }
}
