package dev.fleetcell.operator.restart;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
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
 * Clears what the operator remembers of restarts that are gone: a restart that exists has a pass every ten seconds, or every
 * minute while passes fail. By time and not by delete events, as with cells.
 */
@ApplicationScoped
class RestartMemory {
    static final Duration GONE = Duration.ofMinutes(3);

    private static final Logger LOG = Logger.getLogger(RestartMemory.class);
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final Map<ResourceID, Instant> lastPass = new ConcurrentHashMap<>();
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("restart-memory").daemon().factory());
    private final RestartRecorder recorder;
    private final Clock clock;

    RestartMemory(RestartRecorder recorder, Clock clock) {
        this.recorder = recorder;
        this.clock = clock;
        var _ = sweeper.scheduleWithFixedDelay( // sweep() catches what it throws
                this::sweep, SWEEP.toSeconds(), SWEEP.toSeconds(), TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        sweeper.shutdownNow();
    }

    /** The restart exists: it has a pass now. */
    void passes(ResourceID restart) {
        lastPass.put(restart, clock.instant());
    }

    /** The restart is being deleted. */
    void forget(ResourceID restart) {
        lastPass.remove(restart);
        recorder.forget(restart);
    }

    void sweep() {
        try {
            var gone = clock.instant().minus(GONE);
            lastPass.entrySet().stream()
                    .filter(e -> e.getValue().isBefore(gone))
                    .map(Map.Entry::getKey)
                    .forEach(this::forget);
        } catch (RuntimeException e) { // a scheduled task that throws never runs again
            LOG.error("clearing the memory of deleted restarts failed", e);
        }
    }
}
