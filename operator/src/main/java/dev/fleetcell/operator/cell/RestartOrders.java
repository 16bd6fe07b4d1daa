package dev.fleetcell.operator.cell;

import dev.fleetcell.operator.plan.CellView;
import dev.fleetcell.operator.plan.RestartOrder;
import dev.fleetcell.operator.threads.Census.CellKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Where restarts and cells meet, in memory: what a restart asks of a cell, and how the cell stands. An order is good for
 * {@link #TERM} and has to be given again, so that a restart that was deleted ends by itself; nodes carry the stamp, so
 * nothing is lost with the process.
 */
@ApplicationScoped
public class RestartOrders {
    static final Duration TERM = Duration.ofSeconds(30);

    private final Map<CellKey, Given> orders = new ConcurrentHashMap<>();
    private final Map<CellKey, CellView> views = new ConcurrentHashMap<>();
    private volatile Consumer<CellKey> wake = cell -> {};

    private record Given(RestartOrder order, Instant until) {}

    /** Asks the cell for this, instead of whatever was asked before. */
    public void give(CellKey cell, RestartOrder order, Instant now) {
        var before = orders.put(cell, new Given(order, now.plus(TERM)));
        if (before == null || !before.order().equals(order)) {
            wake.accept(cell);
        }
    }

    /** Asks nothing of the cell any more, if {@code restart} was the one that asked. */
    public void withdraw(CellKey cell, String restart) {
        orders.computeIfPresent(cell, (key, given) -> given.order().name().equals(restart) ? null : given);
    }

    /** What is asked of the cell, while it is good. */
    Optional<RestartOrder> of(CellKey cell, Instant now) {
        return Optional.ofNullable(orders.get(cell))
                .filter(given -> given.until().isAfter(now))
                .map(Given::order);
    }

    /** How a cell stood in its last pass; empty when it had none since the operator started. */
    public Optional<CellView> view(CellKey cell) {
        return Optional.ofNullable(views.get(cell));
    }

    void tell(CellKey cell, CellView view) {
        views.put(cell, view);
    }

    void forget(CellKey cell) {
        orders.remove(cell);
        views.remove(cell);
    }

    /** Who is told that a cell has a new order. */
    void onOrder(Consumer<CellKey> listener) {
        wake = listener;
    }
}
