package dev.fleetcell.operator.restart;

import dev.fleetcell.api.v1alpha1.ColdRestart;
import dev.fleetcell.api.v1alpha1.ColdRestartSpec;
import dev.fleetcell.api.v1alpha1.ColdRestartStatus;
import dev.fleetcell.operator.cell.RestartOrders;
import dev.fleetcell.operator.plan.Rate;
import dev.fleetcell.operator.plan.RestartCell;
import dev.fleetcell.operator.plan.RestartFigures;
import dev.fleetcell.operator.plan.RestartPast;
import dev.fleetcell.operator.plan.RestartPhase;
import dev.fleetcell.operator.plan.RestartPolicy;
import dev.fleetcell.operator.plan.RestartWaitReason;
import dev.fleetcell.operator.threads.Census.CellKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Observe: reads a restart, the cells as their passes left them, and the other restarts. Writes nothing. */
@ApplicationScoped
class RestartObserver {
    /** What the schema lets status keep account of. */
    static final int MOST_CELLS = 1000;

    private final RestartOrders orders;
    private final CellDirectory directory;
    private final Clock clock;

    RestartObserver(RestartOrders orders, CellDirectory directory, Clock clock) {
        this.orders = orders;
        this.directory = directory;
        this.clock = clock;
    }

    /** What one pass found. */
    record Sight(RestartPolicy policy, RestartPast past, List<RestartCell> cells, Instant now) {}

    /**
     * Looks at a restart and its cells.
     *
     * @param all every restart of its namespace
     * @throws UnclearException when the object holds what this version does not understand
     */
    Sight observe(ColdRestart restart, List<ColdRestart> all) {
        var now = clock.instant();
        var policy = policy(restart);
        var past = past(restart);
        var cells = names(restart).stream()
                .map(name -> cell(restart, name, past, all, now))
                .toList();
        return new Sight(policy, past, cells, now);
    }

    static CellKey key(ColdRestart restart, String cell) {
        return new CellKey(restart.getMetadata().getNamespace(), cell);
    }

    private static RestartPolicy policy(ColdRestart restart) {
        var spec = restart.getSpec();
        if (spec.mode == null) {
            throw unclear("spec.mode");
        }
        if (spec.bootstrap != null && spec.bootstrap.source == null) {
            throw unclear("spec.bootstrap.source");
        }
        return new RestartPolicy(
                restart.getMetadata().getName(),
                Duration.ofSeconds(spec.bakeSeconds),
                spec.abortOn.failedNodes,
                startBefore(spec),
                spec.paused,
                rate(spec.pace));
    }

    private static Instant startBefore(ColdRestartSpec spec) {
        try {
            return OffsetDateTime.parse(spec.startBefore).toInstant();
        } catch (DateTimeException e) {
            throw new UnclearException(
                    RestartWaitReason.NotUnderstood,
                    "spec.startBefore is no time that this version reads (%s): create another ColdRestart, with e.g. 2026-11-21T12:00:00Z"
                            .formatted(spec.startBefore));
        }
    }

    private static Rate rate(ColdRestartSpec.Pace pace) {
        var own = RestartPolicy.OF_THE_CELL;
        return pace == null
                ? own
                : new Rate(
                        Objects.requireNonNullElse(pace.maxWarming, own.burst()),
                        Objects.requireNonNullElse(pace.nodesPerHour, own.perHour()));
    }

    private static RestartPast past(ColdRestart restart) {
        var status = restart.getStatus();
        return status == null
                ? RestartPast.NONE
                : new RestartPast(phase(status), time(status.startedAt), time(status.eta));
    }

    private static Optional<RestartPhase> phase(ColdRestartStatus status) {
        if (status.phase == null) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(RestartPhase.values())
                .filter(p -> p.name().equals(status.phase))
                .findFirst()
                .orElseThrow(() -> unclear("status.phase")));
    }

    private static Optional<Instant> time(String text) {
        return Optional.ofNullable(text).map(Instant::parse);
    }

    /** The names of its cells. A selector counts once: cells that came up since the restart began are none of them. */
    private List<String> names(ColdRestart restart) {
        var status = restart.getStatus();
        if (status != null && status.startedAt != null && status.cells != null) {
            return status.cells.stream().map(c -> c.name).toList();
        }
        var cells = restart.getSpec().cells;
        if (cells.names != null) {
            return cells.names;
        }
        var selected = directory.names(restart.getMetadata().getNamespace(), Optional.of(cells.selector));
        if (selected.size() > MOST_CELLS) {
            throw new UnclearException(
                    RestartWaitReason.TooManyCells,
                    "spec.cells.selector selects %d cells, and one restart takes at most %d: create several, each for a part of them"
                            .formatted(selected.size(), MOST_CELLS));
        }
        return selected;
    }

    private RestartCell cell(ColdRestart restart, String name, RestartPast past, List<ColdRestart> all, Instant now) {
        var over = past.phase().filter(RestartPhase::isFinal).isPresent();
        var told = Optional.ofNullable(restart.getStatus()).map(s -> s.cells).stream()
                .flatMap(List::stream)
                .filter(c -> c.name.equals(name))
                .findFirst();
        var figures = told.filter(c -> c.total != null)
                .map(c -> new RestartFigures(c.total, zero(c.restarted), zero(c.warming), zero(c.failed)));
        var view = orders.view(key(restart, name));
        var exists =
                view.filter(v -> v.at().plus(RestartCell.FRESH).isAfter(now)).isPresent()
                        || (!over
                                && directory
                                        .names(restart.getMetadata().getNamespace(), Optional.empty())
                                        .contains(name));
        return new RestartCell(
                name,
                exists,
                figures.isPresent() || restart.getSpec().cells.names == null,
                view,
                Rivals.of(restart, name, over, all),
                figures,
                told.flatMap(c -> time(c.finishedAt)));
    }

    private static int zero(Integer value) {
        return Objects.requireNonNullElse(value, 0);
    }

    private static UnclearException unclear(String field) {
        return new UnclearException(
                RestartWaitReason.NotUnderstood,
                "%s holds a value that this version of the operator does not know: upgrade the operator, or create a restart that this version knows"
                        .formatted(field));
    }
}
