package dev.fleetcell.operator.cell;

import dev.fleetcell.operator.threads.Census;
import dev.fleetcell.operator.threads.Census.CellKey;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Clears what the operator remembers of cells that are gone. A cell that exists has a pass every ten seconds, or every
 * minute while passes fail; one that had none for {@link #GONE} does not exist any more.
 *
 * <p>By time and not by delete events on purpose: the framework (5.2.3) hands those to a reconciler only in a mode that
 * loses a cell which is created again while its deletion is being handled.
 */
@ApplicationScoped
class Memory {
    static final Duration GONE = Duration.ofMinutes(3);

    private static final Logger LOG = Logger.getLogger(Memory.class);
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final Map<CellKey, Instant> lastPass = new ConcurrentHashMap<>();
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("memory").daemon().factory());
    private final Census census;
    private final Publisher publisher;
    private final Applier applier;
    private final Starts starts;
    private final Sightings sightings;
    private final RestartOrders orders;
    private final StatusWriter writer;
    private final Clock clock;

    Memory(
            Census census,
            Publisher publisher,
            Applier applier,
            Starts starts,
            Sightings sightings,
            RestartOrders orders,
            StatusWriter writer,
            Clock clock) {
        this.starts = starts;
        this.sightings = sightings;
        this.orders = orders;
        this.writer = writer;
        this.census = census;
        this.publisher = publisher;
        this.applier = applier;
        this.clock = clock;
        var _ = sweeper.scheduleWithFixedDelay( // sweep() catches what it throws
                this::sweep, SWEEP.toSeconds(), SWEEP.toSeconds(), TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        sweeper.shutdownNow();
    }

    /** The cell exists: it has a pass now. */
    void passes(CellKey cell) {
        lastPass.put(cell, clock.instant());
    }

    /** The cell is being deleted: owner references remove what it consisted of, only memory is left to clear. */
    void forget(CellKey cell) {
        lastPass.remove(cell);
        census.forget(cell);
        publisher.forget(cell);
        applier.forget(cell.namespace(), cell.name());
        starts.forget(cell);
        sightings.forget(cell);
        orders.forget(cell);
    }

    void sweep() {
        try {
            writer.forgetOld();
            var gone = clock.instant().minus(GONE);
            lastPass.entrySet().stream()
                    .filter(e -> e.getValue().isBefore(gone))
                    .map(Map.Entry::getKey)
                    .forEach(this::forget);
        } catch (RuntimeException e) { // a scheduled task that throws never runs again
            LOG.error("clearing the memory of deleted cells failed", e);
        }
    }
}
