package dev.fleetcell.operator.sim;

/** Counts the writes of a store, as etcd does: the number of a write is the version of what was written. */
final class VersionCounter {
    private long last;

    long next() {
        return ++last;
    }

    long last() {
        return last;
    }
}
