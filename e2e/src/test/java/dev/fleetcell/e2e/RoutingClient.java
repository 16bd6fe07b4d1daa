package dev.fleetcell.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A client that has records routed by a cell, one after another, through its Service. As the clients of the real thing it
 * tries again when it is unlucky: between the end of a node and the moment when the Service knows, a request may meet it.
 */
final class RoutingClient implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TRY_MILLIS = 5000;

    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder()
                    .withRequestRetryBackoffLimit(0) // each try is counted
                    .withRequestTimeout(TRY_MILLIS)
                    .build())
            .build();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final String path;
    private final List<String> unanswered = new ArrayList<>();
    private int answered;
    private int tries;

    private RoutingClient(Cell cell) {
        path = "/api/v1/namespaces/" + cell.namespace() + "/services/" + cell.name()
                + ":gateway/proxy/route/stream-3?partitionKey=";
    }

    /** Begins to send. */
    static RoutingClient of(Cell cell) {
        var client = new RoutingClient(cell);
        var _ = client.thread.scheduleWithFixedDelay(client::request, 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        return client;
    }

    /** Fails unless every request so far was answered, and notes how many tries that took. */
    synchronized void requireServed(String during) {
        assertTrue(answered > 0, "it has sent something");
        assertEquals(List.of(), unanswered);
        Figures.note("requests through the Service during " + during, answered + ", in " + tries + " tries");
    }

    @Override
    public void close() {
        thread.shutdownNow();
        client.close();
    }

    private void request() {
        var trouble = new ArrayList<String>();
        try {
            await().atMost(PATIENCE)
                    .pollInterval(BETWEEN)
                    .pollDelay(Duration.ZERO)
                    .until(() -> isRouted(trouble));
            done(true, trouble);
        } catch (RuntimeException e) { // whatever it is, it must not end unnoticed
            trouble.add(String.valueOf(e.getMessage()));
            done(false, trouble);
        }
    }

    private boolean isRouted(List<String> trouble) {
        try {
            var answer = client.raw(path + answered);
            if (answer != null && answer.contains("backend-")) {
                return true;
            }
            trouble.add(String.valueOf(answer));
        } catch (KubernetesClientException e) {
            trouble.add(String.valueOf(e.getMessage()));
        }
        return false;
    }

    private synchronized void done(boolean wasAnswered, List<String> trouble) {
        tries += trouble.size();
        if (wasAnswered) {
            answered++;
            tries++;
        } else {
            unanswered.add(String.join("; ", trouble));
        }
    }
}
