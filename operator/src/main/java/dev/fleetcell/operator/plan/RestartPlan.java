package dev.fleetcell.operator.plan;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The judgement of one pass over a restart.
 *
 * @param phase how far it is
 * @param startedAt when it began; empty until then. It is written down before the first order is given
 * @param finishedAt when it ended, in whichever way; empty until then
 * @param present name of the cell that has its turn or is baking; empty before, after and in between
 * @param cells each cell, in the order in which they are restarted
 * @param orders what to ask of cells, by name; what is not named here is asked nothing
 * @param waits what it waits for, or why it was ended; empty while nodes are being restarted
 * @param eta when it will be done; empty while that cannot be told
 * @param pace cold starts that are allowed in the present cell; empty while that is not known
 */
public record RestartPlan(
        RestartPhase phase,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<String> present,
        List<Cell> cells,
        Map<String, RestartOrder> orders,
        Optional<RestartWait> waits,
        Optional<Instant> eta,
        Optional<Rate> pace) {
    /**
     * One cell.
     *
     * @param figures its nodes; empty if it was never seen
     * @param finishedAt when every node of it was restarted and Ready; empty until then
     * @param deleted the cell is no more, so that it counts as finished
     */
    public record Cell(
            String name,
            RestartPhase phase,
            Optional<RestartFigures> figures,
            Optional<Instant> finishedAt,
            boolean deleted) {}

    public RestartPlan {
        cells = List.copyOf(cells);
        orders = Map.copyOf(orders);
    }

    /** Nodes of all cells that were ever seen. */
    public RestartFigures figures() {
        return cells.stream().flatMap(c -> c.figures().stream()).reduce(RestartFigures.NONE, RestartFigures::and);
    }
}
