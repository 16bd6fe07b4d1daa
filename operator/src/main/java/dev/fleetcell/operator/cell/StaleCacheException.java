package dev.fleetcell.operator.cell;

/** The cache is behind the server: the pass was decided on old numbers and has to be made again. */
public final class StaleCacheException extends RuntimeException {}
