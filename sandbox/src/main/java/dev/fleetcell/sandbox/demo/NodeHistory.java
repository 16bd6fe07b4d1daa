package dev.fleetcell.sandbox.demo;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of the nodes of a cell since a moment, from one event to the next. Safe for use by several threads. */
final class NodeHistory {
    private final Map<String, Pod> present = new HashMap<>();
    private final Map<String, Pod> born = new LinkedHashMap<>();
    private final Map<String, Instant> evicted = new LinkedHashMap<>();
    private int fewestServing;

    /** Begins with the nodes that are there. */
    NodeHistory(Collection<Pod> nodes) {
        nodes.forEach(pod -> present.put(uid(pod), pod));
        fewestServing = serving();
    }

    /** A node came, or changed. */
    synchronized void is(Pod pod) {
        if (present.put(uid(pod), pod) == null) {
            born.put(uid(pod), pod);
        }
        if (ends(pod)) {
            evicted.putIfAbsent(uid(pod), askedToGo(pod));
        }
        fewestServing = Math.min(fewestServing, serving());
    }

    /** A node is gone, at {@code now}. */
    synchronized void isGone(Pod pod, Instant now) {
        present.remove(uid(pod));
        evicted.putIfAbsent(uid(pod), ends(pod) ? askedToGo(pod) : now);
        fewestServing = Math.min(fewestServing, serving());
    }

    /** The nodes that are there now. */
    synchronized List<Pod> present() {
        return List.copyOf(present.values());
    }

    /** Every node that came since the beginning, as it was when it came. */
    synchronized List<Pod> born() {
        return List.copyOf(born.values());
    }

    /** When each node that went was asked to go, by its uid. In whole seconds, as the API server tells it. */
    synchronized Map<String, Instant> evicted() {
        return Map.copyOf(evicted);
    }

    /** The lowest number of nodes that served at any one moment. */
    synchronized int fewestServing() {
        return fewestServing;
    }

    /** Whether a node is Ready and not on its way out. */
    static boolean serves(Pod pod) {
        return !ends(pod) && Readiness.isPodReady(pod);
    }

    private int serving() {
        return (int) present.values().stream().filter(NodeHistory::serves).count();
    }

    private static boolean ends(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    /** The API server writes down until when a pod may end: its grace period is over then. */
    private static Instant askedToGo(Pod pod) {
        var grace = Optional.ofNullable(pod.getMetadata().getDeletionGracePeriodSeconds());
        return Instant.parse(pod.getMetadata().getDeletionTimestamp()).minus(Duration.ofSeconds(grace.orElse(0L)));
    }

    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }
}
