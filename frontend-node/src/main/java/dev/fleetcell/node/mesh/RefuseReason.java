package dev.fleetcell.node.mesh;

/** Why a connection is not taken. The order is the wire's: constants are only ever added at the end. */
enum RefuseReason {
    MALFORMED("the bytes are not a frame of this protocol"),
    WRONG_VERSION("another version of the protocol"),
    WRONG_CELL("another cell: cells never talk to each other"),
    NAME_TAKEN("the name of this very node: two pods claim it"),
    HIGHER_NAME_DIALS("the lower name dials, the higher one only probes"),
    CELL_FULL("more peers than a cell can have"),
    NO_THREAD("no thread for this peer: the kernel refused to start one");

    private final String sentence;

    RefuseReason(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
