package dev.fleetcell.node.mesh;

import java.io.IOException;

/** The other side does not keep the protocol; the connection is of no use any more. */
final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    private final RefuseReason reason;

    ProtocolException(RefuseReason reason, String detail) {
        super(reason.sentence() + ": " + detail);
        this.reason = reason;
    }

    RefuseReason reason() {
        return reason;
    }
}
