package dev.fleetcell.sandbox.demo;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the history of a cell's nodes from now on, in the order in which the API server tells it: no state is missed, as it
 * would be by looking now and then.
 */
final class NodeWatch implements AutoCloseable {
    private final NodeHistory history;
    private final Watch watch;
    private volatile Optional<Exception> broken = Optional.empty();

    /** Begins to watch the pods that carry {@code label} with that value. */
    NodeWatch(KubernetesClient client, String namespace, String label, String value) {
        var pods = client.pods().inNamespace(namespace).withLabel(label, value);
        var now = pods.list();
        history = new NodeHistory(now.getItems());
        watch = pods.withResourceVersion(now.getMetadata().getResourceVersion()).watch(new Scribe());
    }

    /** What was seen so far. */
    NodeHistory history() {
        return history;
    }

    /**
     * The history, once it has come to {@code nodes}; empty until then.
     *
     * @param nodes the nodes that there are now
     * @throws IOException when something may have been missed
     */
    Optional<NodeHistory> historyUntil(Collection<Pod> nodes) throws IOException {
        if (broken.isPresent()) {
            throw new IOException(
                    "the watch of the nodes broke: " + broken.get().getMessage());
        }
        return Optional.of(history).filter(h -> versions(h.present()).equals(versions(nodes)));
    }

    @Override
    public void close() {
        watch.close();
    }

    private static Set<String> versions(Collection<Pod> nodes) {
        return nodes.stream().map(p -> p.getMetadata().getResourceVersion()).collect(Collectors.toSet());
    }

    /** Called by one thread at a time. */
    private final class Scribe implements Watcher<Pod> {
        @Override
        public void eventReceived(Action action, Pod pod) {
            switch (action) {
                case ADDED, MODIFIED -> history.is(pod);
                case DELETED -> history.isGone(pod, Instant.now());
                case BOOKMARK, ERROR -> {}
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            broken = Optional.of(cause);
        }
    }
}
