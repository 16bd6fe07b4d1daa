package dev.fleetcell.node.metadata;

/** The store did not give what was asked; the message is one line, says which store and why, and holds no secret. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreException(String message) {
        super(message);
    }
}
