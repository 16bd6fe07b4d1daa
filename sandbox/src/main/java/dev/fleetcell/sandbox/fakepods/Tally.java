package dev.fleetcell.sandbox.fakepods;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What tests of pace ask for: who was started when, and how many were not ready at once. Safe for use by several threads. */
final class Tally {
    private final List<Start> starts = new ArrayList<>();
    private final Set<String> startedUids = new HashSet<>();
    private final Set<String> notReady = new HashSet<>();
    private int mostNotReady;

    synchronized void started(Start start) {
        starts.add(start);
        startedUids.add(start.uid());
    }

    synchronized void notReady(String uid) {
        notReady.add(uid);
        mostNotReady = Math.max(mostNotReady, notReady.size());
    }

    /** It is ready, or on its way out. */
    synchronized void settled(String uid) {
        notReady.remove(uid);
    }

    synchronized List<Start> starts() {
        return List.copyOf(starts);
    }

    synchronized int startedPods() {
        return startedUids.size();
    }

    synchronized int notReady() {
        return notReady.size();
    }

    synchronized int mostNotReady() {
        return mostNotReady;
    }

    synchronized void forget() {
        starts.clear();
        startedUids.clear();
        mostNotReady = notReady.size();
    }
}
