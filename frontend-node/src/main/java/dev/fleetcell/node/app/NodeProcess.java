package dev.fleetcell.node.app;

import dev.fleetcell.node.bootstrap.NodeState;
import dev.fleetcell.node.gateway.Workers;
import dev.fleetcell.node.report.NodeMetrics;
import dev.fleetcell.node.report.Reporter;
import dev.fleetcell.node.threads.KeptThread;
import dev.fleetcell.node.threads.TaskGroup;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The node from start to end, on the main thread: watching over the other threads takes none of its own that could be
 * refused.
 *
 * <p>Every tick starts what does not run yet (the reserved workers first; the mesh last, because its threads grow with
 * the cell), then judges. SIGTERM: unready, goodbye to the peers, a moment in which clients hear of it, then the ports
 * close, requests that were taken are finished, and the process ends.
 */
@Singleton
class NodeProcess implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(NodeProcess.class);
    private static final Duration TICK = Duration.ofMillis(200);
    private static final int TICKS_BETWEEN_SETTINGS = 10;
    private static final Duration CENSUS_AGE = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private final LiveAllowance allowance;
    private final Workers workers;
    private final NodeState state;
    private final NodeState.Parts parts;
    private final KeptThread storeThread;
    private final CountDownLatch stopped = new CountDownLatch(1);

    NodeProcess(LiveAllowance allowance, Workers workers, Reporter.Sources sources, MeterRegistry metrics) {
        this.allowance = allowance;
        this.workers = workers;
        state = sources.state();
        parts = sources.parts();
        storeThread = new KeptThread(parts.starts(), TaskGroup.STORE, "store-map", parts.map());
        NodeMetrics.register(metrics, sources);
    }

    @Override
    public int run(String... args) throws InterruptedException {
        String lastFailure = "";
        for (int ticks = 0; !stopped.await(TICK.toMillis(), TimeUnit.MILLISECONDS); ticks++) {
            try {
                if (ticks % TICKS_BETWEEN_SETTINGS == 0) {
                    allowance.refresh();
                }
                if (!state.stopping()) {
                    state.missing(ensureRunning());
                }
                state.look(CENSUS_AGE);
                lastFailure = "";
            } catch (RuntimeException e) {
                // Out of file descriptors, for example: what serves goes on serving.
                if (!e.toString().equals(lastFailure)) {
                    LOG.error("A tick failed", e);
                }
                lastFailure = e.toString();
            }
        }
        return 0;
    }

    void beginStop(@Observes ShutdownDelayInitiatedEvent sigterm) {
        state.beginStop();
        state.look(CENSUS_AGE);
        parts.map().stop();
        parts.mesh().stop();
    }

    void finishStop(@Observes ShutdownEvent portsAreClosed) throws InterruptedException {
        workers.stop(DRAIN);
        stopped.countDown();
    }

    private List<String> ensureRunning() {
        return Stream.of(
                        workers.ensureRunning(),
                        storeThread.ensure() ? "" : "no thread to read the shard map",
                        parts.mesh().ensureRunning())
                .filter(missing -> !missing.isEmpty())
                .toList();
    }
}
