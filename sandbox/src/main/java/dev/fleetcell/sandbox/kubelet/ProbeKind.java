package dev.fleetcell.sandbox.kubelet;

/** The three probes of a container. */
enum ProbeKind {
    /** Holds the other two back until it succeeds; fails for good: restart. */
    STARTUP("Startup"),
    /** Decides whether the container counts as ready; never restarts. */
    READINESS("Readiness"),
    /** Restarts the container when it fails. */
    LIVENESS("Liveness");

    private final String title;

    ProbeKind(String title) {
        this.title = title;
    }

    /** As it is written at the beginning of an event's message. */
    String title() {
        return title;
    }
}
