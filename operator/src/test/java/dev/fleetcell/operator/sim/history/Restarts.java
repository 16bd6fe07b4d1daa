package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.Rate;
import dev.fleetcell.operator.plan.RestartOrder;
import dev.fleetcell.operator.plan.RestartOrder.Stand;
import java.util.Optional;

/** The ColdRestart that names the cell: what it asks for, until every node carries its stamp and is Ready. */
final class Restarts {
    private final World world;
    private Optional<RestartOrder> order = Optional.empty();
    private Optional<RestartOrder> withdrawn = Optional.empty();
    private int begun;

    Restarts(World world) {
        this.world = world;
    }

    Optional<RestartOrder> order() {
        return order;
    }

    /** A restart of a new name, instead of any other. */
    String begin(Rate rate) {
        begun++;
        order = Optional.of(new RestartOrder("r" + begun, Stand.GO, rate));
        return "r" + begun;
    }

    void stand(Stand stand) {
        order = order.map(o -> o.stand() == Stand.ABORTED ? o : new RestartOrder(o.name(), stand, o.rate()));
    }

    /** The object is deleted. */
    void withdraw() {
        withdrawn = order;
        order = Optional.empty();
    }

    /** An object of the same name is created again. */
    void giveAgain() {
        if (order.isEmpty() && withdrawn.isPresent()) {
            order = withdrawn;
        }
    }

    /** A restart that is done asks for nothing any more. */
    void look() {
        if (order.filter(o -> o.stand() == Stand.GO && isDone(o.name())).isPresent()) {
            order = Optional.empty();
            withdrawn = Optional.empty();
        }
    }

    private boolean isDone(String name) {
        var replicas = world.workload().map(w -> w.core().replicas()).orElse(0);
        return world.pods().size() == replicas
                && world.pods().stream()
                        .allMatch(p ->
                                p.ready() && Contents.stamp(p.core().revision()).equals(name));
    }
}
