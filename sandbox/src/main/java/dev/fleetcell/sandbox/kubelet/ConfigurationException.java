package dev.fleetcell.sandbox.kubelet;

/** Something that a container needs is missing; the message is for its status. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    ConfigurationException(String message) {
        super(message);
    }
}
