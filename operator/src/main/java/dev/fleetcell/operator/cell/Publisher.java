package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.api.v1alpha1.FleetCellStatus;
import dev.fleetcell.operator.threads.Census.CellKey;
import io.fabric8.kubernetes.client.utils.Serialization;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Tells the world about a pass: status, an event for each edge, metrics. Status is written at once when a person or an alarm
 * would want to know; figures that only move (progress, nodes that are Ready) at most once in {@link #BREATH}; what did not
 * change never.
 */
@ApplicationScoped
class Publisher {
    /** Least time between two writes of figures that only move. */
    static final Duration BREATH = Duration.ofSeconds(10);
    /** A change that is held for the same reason again within this time is no news. */
    private static final Duration SAME_NEWS = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(Publisher.class);

    private final CellEvents events;
    private final CellMetrics metrics;
    private final StatusWriter writer;
    private final Starts starts;
    private final Clock clock;

    private final Map<CellKey, Told> told = new ConcurrentHashMap<>();

    /**
     * What was told of a cell, written or not: an edge is told once.
     *
     * @param uid of the cell
     * @param status as it was told last
     * @param writtenAt when a status was written last
     * @param underWay the change that was said to have begun
     * @param unobeyed fields that were warned of
     * @param news when each kind of news was told last
     */
    private record Told(
            String uid,
            FleetCellStatus status,
            Instant writtenAt,
            Optional<String> underWay,
            List<String> unobeyed,
            Map<String, Instant> news) {}

    /**
     * Kinds of failure that had their event since the last good pass. Status alone cannot tell: writing it may be what
     * fails, and it holds one kind where two may alternate.
     */
    private final Map<CellKey, Set<String>> toldFailures = new ConcurrentHashMap<>();

    Publisher(CellEvents events, CellMetrics metrics, StatusWriter writer, Starts starts, Clock clock) {
        this.events = events;
        this.metrics = metrics;
        this.writer = writer;
        this.starts = starts;
        this.clock = clock;
    }

    /**
     * Tells what came of a pass.
     *
     * @param read the cell as it was when the pass began
     * @throws StaleCacheException when somebody else has written the cell since it was read
     */
    void publish(FleetCell read, Observation seen, Workload.Done done) {
        var cell = done.cell();
        var key = Observer.key(cell);
        var before = Optional.ofNullable(told.get(key))
                .filter(t -> t.uid().equals(cell.getMetadata().getUid()));
        var fresh = new StatusRecorder(cell, seen, done.plan(), done.stall(), done.bucket()).status();
        var writtenAt = before.map(Told::writtenAt).orElse(Instant.MIN);
        if (isDue(cell, fresh, writtenAt, seen.now())) {
            writer.write(cell, new FleetCell(), fresh);
            starts.written(key, seen.owed());
            writtenAt = seen.now();
        }
        var edges = new Edges(
                before.map(Told::status).orElse(read.getStatus()), fresh, seen, done.plan(), done.stepTaken());
        var underWay = before.map(Told::underWay).orElseGet(() -> changeOf(read));
        var news = before.map(Told::news).orElseGet(HashMap::new);
        edges.all(underWay).stream()
                .filter(e -> isNew(e, news, seen.now()))
                .forEach(e -> events.send(cell, e.reason(), e.note()));
        var unobeyed = warnOfUnobeyed(read, before.map(Told::unobeyed));
        told.put(
                key, new Told(cell.getMetadata().getUid(), fresh, writtenAt, edges.underWay(underWay), unobeyed, news));
        toldFailures.remove(key);
        metrics.update(key, fresh);
    }

    private static boolean isDue(FleetCell cell, FleetCellStatus fresh, Instant writtenAt, Instant now) {
        return !sameStatus(cell, fresh)
                && (StatusNews.isUrgent(cell.getStatus(), fresh)
                        || !writtenAt.isAfter(now.minus(BREATH))
                        || writtenAt.isAfter(now)); // the clock was set back
    }

    private static Optional<String> changeOf(FleetCell cell) {
        return Optional.ofNullable(cell.getStatus()).map(s -> s.change).map(c -> c.kind);
    }

    /** The same news again within some minutes is none. A change that begins again after it was done is. */
    private static boolean isNew(Edges.Edge edge, Map<String, Instant> news, Instant now) {
        if (edge.reason() != EventReason.ChangeHeld) {
            return true;
        }
        news.values().removeIf(at -> !at.plus(SAME_NEWS).isAfter(now));
        return news.putIfAbsent(edge.key(), now) == null;
    }

    /**
     * Tells of a pass that failed for a reason nobody foresaw. A single one says nothing: connections break, API servers
     * restart, and the retry two seconds later is the cure. Each kind has one event until the next good pass.
     *
     * @param attempt retries before this one, 0 for a first failure
     */
    void publishFailure(FleetCell cell, Exception failure, int attempt) {
        var key = Observer.key(cell);
        if (attempt == 0) { // so the pass before this one was good
            toldFailures.remove(key);
            return;
        }
        var failed = new PassFailure(cell, failure);
        var firstOfItsKind = toldFailures
                .computeIfAbsent(key, k -> ConcurrentHashMap.newKeySet())
                .add(failed.kind());
        if (failed.isTold()) { // perhaps by the operator before this one
            return;
        }
        if (firstOfItsKind) {
            events.send(cell, EventReason.PassFailed, failed.message());
        }
        var fresh = failed.status(clock.instant());
        metrics.update(key, fresh);
        try {
            writer.write(cell, new FleetCell(), fresh);
        } catch (StaleCacheException e) {
            LOG.debugf("%s: the failure is told by the next pass", key);
        }
    }

    void forget(CellKey cell) {
        metrics.forget(cell);
        told.remove(cell);
        toldFailures.remove(cell);
    }

    /** Once for each set of such fields, not at each step of an autoscaler. */
    private List<String> warnOfUnobeyed(FleetCell cell, Optional<List<String>> warned) {
        var fields = UnobeyedFields.of(cell.getSpec());
        var knownFromBefore = warned.isEmpty() && cell.getStatus() != null && cell.getStatus().conditions != null;
        if (!fields.isEmpty() && !fields.equals(warned.orElse(List.of())) && !knownFromBefore) {
            events.send(
                    cell,
                    EventReason.FieldNotObeyed,
                    "%s: stored, but this version does not act on it".formatted(String.join(", ", fields)));
        }
        return fields;
    }

    private static boolean sameStatus(FleetCell before, FleetCellStatus after) {
        return Serialization.asJson(after).equals(Serialization.asJson(before.getStatus()));
    }
}
