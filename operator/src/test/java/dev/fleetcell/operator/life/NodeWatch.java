package dev.fleetcell.operator.life;

import dev.fleetcell.operator.cell.Cluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Follows the nodes of one cell by a watch, so that nothing that happens between two looks is missed. A node that was told to go
 * counts as not Ready from then on, whatever its pod says. Safe for use by several threads.
 */
final class NodeWatch implements AutoCloseable {
    private final SharedIndexInformer<Pod> informer;
    private final Map<String, Pod> podsByName = new HashMap<>();
    private final Map<String, Instant> toldToGo = new HashMap<>();
    private final List<Moment> moments = new ArrayList<>();

    /** What happened to a node. */
    enum What {
        CREATED,
        TOLD_TO_GO,
        CHANGED,
        GONE
    }

    /**
     * Something happened to a node.
     *
     * @param at when it was seen
     * @param causedAt for a creation: when the node before it was told to go, or {@code at} where there was none before
     * @param ready Ready nodes of the cell from then on
     */
    record Moment(Instant at, What what, Pod pod, Instant causedAt, int ready) {
        String node() {
            return pod.getMetadata().getName();
        }

        @Override
        public String toString() {
            return "%s: %d nodes Ready after %s %s".formatted(at, ready, node(), what);
        }
    }

    private NodeWatch(Cluster cluster, String cell) {
        informer = cluster.sandbox
                .admin()
                .pods()
                .inNamespace("default")
                .withLabel("fleetcell.dev/cell", cell)
                .inform(new Handler());
    }

    /** From now on; the nodes that are there count as created now. */
    static NodeWatch of(Cluster cluster, String cell) {
        return new NodeWatch(cluster, cell);
    }

    /** Now, for a later {@code since}. */
    synchronized int mark() {
        return moments.size();
    }

    /** The moment with the fewest Ready nodes; the one before {@code since} tells how many there were then. */
    synchronized Moment lowest(int since) {
        return moments.subList(Math.max(0, since - 1), moments.size()).stream()
                .min(Comparator.comparingInt(Moment::ready))
                .orElseThrow(() -> new AssertionError("the watch has seen nothing"));
    }

    /** When each cold start was caused: a node's predecessor was told to go, or it was created without one. */
    synchronized List<Instant> starts(int since) {
        return of(What.CREATED, since).stream().map(Moment::causedAt).toList();
    }

    /** Names of nodes that were told to go, in that order. */
    synchronized List<String> toldToGo(int since) {
        return of(What.TOLD_TO_GO, since).stream().map(Moment::node).toList();
    }

    /** Names of nodes that came, in that order. */
    synchronized List<String> created(int since) {
        return of(What.CREATED, since).stream().map(Moment::node).toList();
    }

    /** Whether a node came or was told to go. */
    synchronized boolean anythingDone(int since) {
        return moments.subList(since, moments.size()).stream()
                .anyMatch(m -> m.what() == What.CREATED || m.what() == What.TOLD_TO_GO);
    }

    /** The nodes as they are. */
    synchronized List<Pod> nodes() {
        return List.copyOf(podsByName.values());
    }

    /** Names of the Ready nodes. */
    synchronized Set<String> ready() {
        return podsByName.values().stream()
                .filter(NodeWatch::isReady)
                .map(p -> p.getMetadata().getName())
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        informer.close();
    }

    static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    private List<Moment> of(What what, int since) {
        return moments.subList(since, moments.size()).stream()
                .filter(m -> m.what() == what)
                .toList();
    }

    private synchronized void see(What what, Pod pod) {
        var now = Instant.now();
        var name = pod.getMetadata().getName();
        var causedAt = now;
        switch (what) {
            case CREATED -> {
                podsByName.put(name, pod);
                var before = toldToGo.remove(name);
                causedAt = before == null ? now : before;
            }
            case TOLD_TO_GO -> {
                podsByName.put(name, pod);
                toldToGo.put(name, now);
            }
            case CHANGED -> podsByName.put(name, pod);
            case GONE -> podsByName.remove(name);
        }
        moments.add(new Moment(now, what, pod, causedAt, ready().size()));
    }

    private static boolean goes(@Nullable Pod pod) {
        return pod != null && pod.getMetadata().getDeletionTimestamp() != null;
    }

    private final class Handler implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            see(What.CREATED, pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            see(goes(pod) && !goes(before) ? What.TOLD_TO_GO : What.CHANGED, pod);
        }

        @Override
        public void onDelete(Pod pod, boolean unknown) {
            see(What.GONE, pod);
        }
    }
}
