package dev.fleetcell.sandbox.process;

/** The signal that asks a process to end in good order. */
public enum StopSignal {
    /** What nearly everything expects. */
    TERM,
    /** For PostgreSQL: its TERM waits until the last client has left, its INT closes their connections. */
    INT
}
