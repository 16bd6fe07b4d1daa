package dev.fleetcell.operator.sim.history;

import java.util.ArrayList;
import java.util.List;

/** All versions of something in the API server, so that caches may show old ones. */
final class Log<T> {
    private final List<Version<T>> versions = new ArrayList<>();

    private record Version<T>(long at, T value) {}

    Log(T first) {
        versions.add(new Version<>(0, first));
    }

    void add(long at, T value) {
        versions.add(new Version<>(at, value));
    }

    T last() {
        return versions.getLast().value();
    }

    /** A cache that was just filled. */
    Cache<T> cache() {
        return new Cache<>(this);
    }

    /** What one informer shows; it never goes back. */
    static final class Cache<T> {
        private final Log<T> log;
        private int index;

        private Cache(Log<T> log) {
            this.log = log;
            index = log.versions.size() - 1;
        }

        /** Takes in what was written until {@code at}. */
        void follow(long at) {
            while (index + 1 < log.versions.size()
                    && log.versions.get(index + 1).at() <= at) {
                index++;
            }
        }

        T value() {
            return log.versions.get(index).value();
        }

        boolean live() {
            return index == log.versions.size() - 1;
        }
    }
}
