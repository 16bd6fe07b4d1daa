package dev.fleetcell.node.mesh;

import java.util.List;

/** What peers say to each other. */
sealed interface Frame {

    /**
     * Opens a connection, from both sides.
     *
     * @param intent why the side that dials does so; the answer repeats it
     * @param self who speaks, and where it listens
     * @param members other nodes of the cell that the speaker knows, at most {@link FrameCodec#MAX_MEMBERS}: a random
     *     part of a larger cell
     */
    record Hello(Intent intent, String cell, Member self, List<Member> members) implements Frame {}

    /** Instead of a hello: the connection is not taken. */
    record Refuse(RefuseReason reason) implements Frame {}

    /** Asks for a pong. */
    record Ping() implements Frame {}

    /** Answers a ping: proves that the other side both reads and writes. */
    record Pong() implements Frame {}

    /** The speaker stops: its slot can be dropped at once. */
    record Bye() implements Frame {}

    /** Why somebody dials. */
    enum Intent implements WireConstant {
        /** To learn the name behind an address, and to be learnt; closed after the answer. */
        PROBE(1),
        /** To be the one connection of this pair; only the lower name does. */
        JOIN(2);

        private final int code;

        Intent(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }
}
