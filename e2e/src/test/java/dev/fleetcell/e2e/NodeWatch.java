package dev.fleetcell.e2e;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Follows the nodes of a cell from a moment on by a watch, so that nothing between two looks is missed. Safe for several threads. */
final class NodeWatch implements AutoCloseable {
    private final Map<String, Pod> everByUid = new HashMap<>();
    private final Set<String> present = new HashSet<>();
    private final Watch watch;
    private int fewestReady;
    private @Nullable WatcherException broken;

    private NodeWatch(Cell cell) {
        var pods = Cluster.admin().pods().inNamespace(cell.namespace()).withLabel(Cell.LABEL, cell.name());
        var list = pods.list();
        list.getItems().forEach(pod -> see(pod, true));
        fewestReady = ready();
        watch = pods.watch(
                new ListOptionsBuilder()
                        .withResourceVersion(list.getMetadata().getResourceVersion())
                        .build(),
                new Follower());
    }

    static NodeWatch of(Cell cell) {
        return new NodeWatch(cell);
    }

    /** The fewest nodes that were Ready at one time. One that was told to end is not Ready, whatever its pod says. */
    synchronized int fewestReady() {
        requireWhole();
        return fewestReady;
    }

    /** Every node that was there at any time, as it was last seen. */
    synchronized List<Pod> ever() {
        requireWhole();
        return List.copyOf(everByUid.values());
    }

    /** The uids of nodes that the eviction API ended; what is deleted otherwise has no such mark. */
    Set<String> evicted() {
        return ever().stream()
                .filter(pod -> pod.getStatus().getConditions().stream()
                        .anyMatch(c -> c.getType().equals("DisruptionTarget")
                                && "EvictionByEvictionAPI".equals(c.getReason())))
                .map(pod -> pod.getMetadata().getUid())
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        watch.close();
    }

    private void requireWhole() {
        if (broken != null) {
            throw new AssertionError("the watch of the nodes broke: what it saw is not all", broken);
        }
    }

    private synchronized void see(Pod pod, boolean isThere) {
        var uid = pod.getMetadata().getUid();
        everByUid.put(uid, pod);
        if (isThere) {
            present.add(uid);
        } else {
            present.remove(uid);
        }
        fewestReady = Math.min(fewestReady, ready());
    }

    private int ready() {
        return (int) present.stream().map(everByUid::get).filter(Cluster::ready).count();
    }

    private final class Follower implements Watcher<Pod> {
        @Override
        public void eventReceived(Action action, Pod pod) {
            see(pod, action != Action.DELETED);
        }

        @Override
        public void onClose(WatcherException cause) {
            synchronized (NodeWatch.this) {
                broken = cause;
            }
        }
    }
}
