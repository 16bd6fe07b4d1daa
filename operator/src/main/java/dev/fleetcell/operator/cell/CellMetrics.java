package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCellStatus;
import dev.fleetcell.operator.threads.Census.CellKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Gauges of each cell, from the status that was written: what {@code kubectl} shows and metrics agree. */
@ApplicationScoped
class CellMetrics {
    private record Figure(String name, String description, ToDoubleFunction<FleetCellStatus> value) {}

    private static final List<Figure> FIGURES = List.of(
            new Figure(
                    "fleetcell.cell.nodes.desired",
                    "Nodes that the capacity asks for",
                    s -> of(s.nodes, nodes -> nodes.desired)),
            new Figure("fleetcell.cell.nodes.ready", "Nodes that are Ready", s -> of(s.nodes, nodes -> nodes.ready)),
            new Figure(
                    "fleetcell.cell.capacity.ceiling",
                    "Most units that the cell may be asked for now",
                    s -> of(s.ceiling, ceiling -> ceiling.capacity)),
            new Figure(
                    "fleetcell.cell.capacity.unmet",
                    "Units asked for that the guard holds back",
                    s -> of(s.unmetCapacity)),
            new Figure(
                    "fleetcell.cell.threads.budget",
                    "Threads that a node may have",
                    s -> of(s.threads, threads -> threads.budget)),
            new Figure(
                    "fleetcell.cell.threads.modelled",
                    "Threads that the model projects for a node",
                    s -> of(s.threads, threads -> threads.modelled)),
            new Figure(
                    "fleetcell.cell.threads.measured.max",
                    "Most threads of any Ready node",
                    s -> of(s.threads, threads -> threads.measuredMax)));

    private final MeterRegistry registry;
    private final Map<CellKey, Gauges> cells = new ConcurrentHashMap<>();

    CellMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Passes of one cell come one after the other, those of several cells at once. */
    void update(CellKey cell, FleetCellStatus status) {
        cells.computeIfAbsent(cell, key -> new Gauges(registry, key, status)).update(status);
    }

    void forget(CellKey cell) {
        var gauges = cells.remove(cell);
        if (gauges != null) {
            gauges.remove();
        }
    }

    /** Those of one cell: what a pass costs here does not depend on how many cells there are. */
    private static final class Gauges {
        private final MeterRegistry registry;
        private final Tags tags;
        private final List<Gauge> figures;
        private volatile FleetCellStatus status;
        private @Nullable String reason;
        private @Nullable Gauge waiting;

        Gauges(MeterRegistry registry, CellKey cell, FleetCellStatus status) {
            this.registry = registry;
            this.tags = Tags.of("namespace", cell.namespace(), "cell", cell.name());
            this.status = status;
            this.figures = FIGURES.stream()
                    .map(figure -> Gauge.builder(figure.name, this, gauges -> figure.value.applyAsDouble(gauges.status))
                            .description(figure.description)
                            .tags(tags)
                            .register(registry))
                    .toList();
        }

        void update(FleetCellStatus status) {
            this.status = status;
            var now = status.change == null ? null : status.change.wait;
            if (!Objects.equals(now, reason)) {
                removeWaiting();
                reason = now;
                waiting = now == null ? null : waitingFor(now);
            }
        }

        private Gauge waitingFor(String reason) {
            return Gauge.builder("fleetcell.cell.waiting", () -> 1)
                    .description("1 for the reason a cell waits for, while it waits")
                    .tags(tags.and("reason", reason))
                    .register(registry);
        }

        private void removeWaiting() {
            if (waiting != null) {
                registry.remove(waiting);
            }
        }

        void remove() {
            figures.forEach(registry::remove);
            removeWaiting();
        }
    }

    /** Unknown rather than zero where a status has no such part yet: its first pass failed. */
    private static <T> double of(@Nullable T part, Function<T, @Nullable Integer> value) {
        return part == null ? Double.NaN : of(value.apply(part));
    }

    private static double of(@Nullable Integer value) {
        return value == null ? 0 : value;
    }
}
