package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCellStatus;
import dev.fleetcell.operator.plan.WaitReason;
import dev.fleetcell.operator.threads.Census.CellKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** One gauge per cell and figure, from the status that was written: what {@code kubectl} shows and metrics agree. */
@ApplicationScoped
class CellMetrics {
    private final Map<CellKey, FleetCellStatus> cells = new ConcurrentHashMap<>();
    private final MultiGauge waiting;
    private final Map<MultiGauge, ToDoubleFunction<FleetCellStatus>> gauges;

    CellMetrics(MeterRegistry registry) {
        gauges = Map.of(
                gauge(registry, "fleetcell.cell.nodes.desired", "Nodes that the capacity asks for"),
                        s -> of(s.nodes, nodes -> nodes.desired),
                gauge(registry, "fleetcell.cell.nodes.ready", "Nodes that are Ready"),
                        s -> of(s.nodes, nodes -> nodes.ready),
                gauge(registry, "fleetcell.cell.capacity.ceiling", "Most units that the cell may be asked for now"),
                        s -> of(s.ceiling, ceiling -> ceiling.capacity),
                gauge(registry, "fleetcell.cell.capacity.unmet", "Units asked for that the guard holds back"),
                        s -> of(s.unmetCapacity),
                gauge(registry, "fleetcell.cell.threads.budget", "Threads that a node may have"),
                        s -> of(s.threads, threads -> threads.budget),
                gauge(registry, "fleetcell.cell.threads.modelled", "Threads that the model projects for a node"),
                        s -> of(s.threads, threads -> threads.modelled),
                gauge(registry, "fleetcell.cell.threads.measured.max", "Most threads of any Ready node"),
                        s -> of(s.threads, threads -> threads.measuredMax));
        waiting = gauge(registry, "fleetcell.cell.waiting", "1 for the reason a cell waits for, while it waits");
    }

    void update(CellKey cell, FleetCellStatus status) {
        cells.put(cell, status);
        register();
    }

    void forget(CellKey cell) {
        if (cells.remove(cell) != null) {
            register();
        }
    }

    private synchronized void register() {
        gauges.forEach((gauge, value) -> gauge.register(
                cells.entrySet().stream()
                        .map(e -> Row.of(tags(e.getKey()), e.getValue(), value))
                        .toList(),
                true));
        waiting.register(
                cells.entrySet().stream()
                        .flatMap(e -> wait(e.getValue()).stream()
                                .map(w -> Row.of(tags(e.getKey()).and("reason", w.name()), 1)))
                        .toList(),
                true);
    }

    private static Optional<WaitReason> wait(FleetCellStatus status) {
        return Optional.ofNullable(status.change).map(c -> c.wait).map(WaitReason::valueOf);
    }

    private static Tags tags(CellKey cell) {
        return Tags.of("namespace", cell.namespace(), "cell", cell.name());
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** Unknown rather than zero where a status has no such part yet: its first pass failed. */
    private static <T> double of(@Nullable T part, Function<T, @Nullable Integer> value) {
        return part == null ? Double.NaN : of(value.apply(part));
    }

    private static double of(@Nullable Integer value) {
        return value == null ? 0 : value;
    }
}
