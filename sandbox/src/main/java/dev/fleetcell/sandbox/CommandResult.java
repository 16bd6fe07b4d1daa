package dev.fleetcell.sandbox;

/**
 * What a command said.
 *
 * @param exitCode 124 when it was killed at its time limit
 * @param out standard output, its first 16 MiB
 * @param err standard error, its first 16 MiB
 */
public record CommandResult(int exitCode, String out, String err) {
    /** The exit code of a command that was killed at its time limit. */
    public static final int TIMED_OUT = 124;
}
