package dev.fleetcell.operator.restart;

import dev.fleetcell.api.v1alpha1.ColdRestart;
import dev.fleetcell.api.v1alpha1.ColdRestartStatus;
import dev.fleetcell.operator.cell.CellEvents;
import dev.fleetcell.operator.cell.StaleCacheException;
import dev.fleetcell.operator.cell.StatusWriter;
import dev.fleetcell.operator.plan.RestartPlan;
import dev.fleetcell.operator.plan.RestartWait;
import dev.fleetcell.operator.plan.RestartWaitReason;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Record: tells the world about a pass. Status is written at once when somebody waits for what changed; figures that only
 * move at most once in {@link #BREATH}; what did not change never. An event goes out for each edge, after the status that
 * has it was written: the status that stands tells what was told, to whoever leads next.
 */
@ApplicationScoped
class RestartRecorder {
    /** Least time between two writes of figures that only move. */
    static final Duration BREATH = Duration.ofSeconds(10);
    /** A restart that is held for the same reason again within this time is no news. */
    static final Duration SAME_NEWS = Duration.ofMinutes(10);

    private final Writing writing;
    private final Telling telling;
    private final RestartMetrics metrics;
    private final Map<ResourceID, Told> told = new ConcurrentHashMap<>();

    /**
     * What was told of a restart.
     *
     * @param uid of the restart
     * @param writtenAt when its status was written last
     * @param held when a wait was told last, by the reason in its note
     */
    private record Told(String uid, Instant writtenAt, Map<String, Instant> held) {}

    /** Writes a status on top of the version that was read. */
    interface Writing {
        void write(ColdRestart read, ColdRestartStatus status);
    }

    /** Sends an event. */
    interface Telling {
        void tell(ColdRestart about, RestartEvent event, String note);
    }

    @Inject
    RestartRecorder(StatusWriter writer, CellEvents events, RestartMetrics metrics) {
        this(
                (read, status) -> writer.write(read, new ColdRestart(), status),
                (about, event, note) -> events.send(about, event.name(), event.warning(), note),
                metrics);
    }

    RestartRecorder(Writing writing, Telling telling, RestartMetrics metrics) {
        this.writing = writing;
        this.telling = telling;
        this.metrics = metrics;
    }

    /**
     * Records what a pass found and decided.
     *
     * @throws StaleCacheException when somebody has written the restart since it was read
     */
    void record(ColdRestart restart, RestartPlan plan, Instant now) {
        var fresh = new RestartStatus(restart, now).of(plan);
        write(restart, fresh, new RestartNews(restart.getStatus(), fresh).edges(plan), now);
    }

    /**
     * Records what keeps a pass from having a plan at all; once, and not at each retry.
     *
     * @throws StaleCacheException when somebody has written the restart since it was read
     */
    void recordHeld(ColdRestart restart, RestartWait wait, Instant now) {
        var status = restart.getStatus();
        var isTold = status != null
                && status.wait != null
                && wait.word().equals(status.wait.reason)
                && (wait.reason() == RestartWaitReason.PassFailed
                        || Objects.equals(
                                status.observedGeneration, restart.getMetadata().getGeneration()));
        if (!isTold) {
            var fresh = new RestartStatus(restart, now).heldBy(wait);
            write(
                    restart,
                    fresh,
                    new RestartNews(status, fresh).heldEdge().stream().toList(),
                    now);
        }
    }

    void forget(ResourceID restart) {
        told.remove(restart);
        metrics.forget(restart);
    }

    private void write(ColdRestart restart, ColdRestartStatus fresh, List<RestartNews.Edge> edges, Instant now) {
        var key = ResourceID.fromResource(restart);
        var uid = restart.getMetadata().getUid();
        var before = told.getOrDefault(key, new Told(uid, Instant.MIN, Map.of()));
        var last = before.uid().equals(uid) ? before : new Told(uid, Instant.MIN, Map.of());
        metrics.update(key, fresh);
        if (isDue(restart.getStatus(), fresh, last.writtenAt(), now)) {
            writing.write(restart, fresh);
            var held = new HashMap<>(last.held());
            held.values().removeIf(at -> !at.plus(SAME_NEWS).isAfter(now));
            edges.stream()
                    .filter(e ->
                            e.event() != RestartEvent.RestartHeld || held.putIfAbsent(fresh.wait.reason, now) == null)
                    .forEach(e -> telling.tell(restart, e.event(), e.note()));
            told.put(key, new Told(uid, now, held));
        }
    }

    private static boolean isDue(ColdRestartStatus before, ColdRestartStatus after, Instant writtenAt, Instant now) {
        return !Serialization.asJson(after).equals(Serialization.asJson(before))
                && (new RestartNews(before, after).isUrgent()
                        || !writtenAt.isAfter(now.minus(BREATH))
                        || writtenAt.isAfter(now)); // the clock was set back
    }
}
