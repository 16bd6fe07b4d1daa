package dev.fleetcell.node.mesh;

/** Why a connection is not taken. */
enum RefuseReason implements WireConstant {
    MALFORMED(1, "the bytes are not a frame of this protocol"),
    WRONG_VERSION(2, "another version of the protocol"),
    WRONG_CELL(3, "another cell: cells never talk to each other"),
    NAME_TAKEN(4, "the name of this very node: two pods claim it"),
    HIGHER_NAME_DIALS(5, "the lower name dials, the higher one only probes"),
    CELL_FULL(6, "more peers than a cell can have"),
    NO_THREAD(7, "no thread for this peer: the kernel refused to start one");

    private final int code;
    private final String sentence;

    RefuseReason(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    @Override
    public int code() {
        return code;
    }

    String sentence() {
        return sentence;
    }
}
