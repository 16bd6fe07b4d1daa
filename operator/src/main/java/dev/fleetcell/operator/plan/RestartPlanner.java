package dev.fleetcell.operator.plan;

import dev.fleetcell.operator.plan.RestartOrder.Stand;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decides how a restart goes on: which cell has its turn, what is asked of it, and what the restart waits for. The nodes
 * are the cell's business: a restart is a change of its template (a stamp) under its window, pace and budgets.
 *
 * <ol>
 *   <li>A restart that has not begun by {@code startBefore} never begins. It has begun when its status says so, or when a
 *       cell carries its name: status may be lost, the stamp is on the nodes.
 *   <li>The beginning is written down first; orders are given only from the pass after that.
 *   <li>One cell at a time, in their order. A cell is finished when every node carries the stamp and is Ready.
 *   <li>After the first cell the others wait: for {@code bake}, and until every node of that cell is Ready.
 *   <li>Enough failed nodes in whichever cell end it for ever. So do all cells finished.
 * </ol>
 *
 * <p>Invariants: at most one cell is told to go on; no order before the beginning, none but to stop after the end; what is
 * final stays; every plan acts, waits for something, or is final.
 */
public final class RestartPlanner {
    private final RestartPolicy policy;
    private final RestartPast past;
    private final List<RestartCell> cells;
    private final List<RestartTally> tallies;
    private final Instant now;
    private final Optional<Instant> startedAt;
    private final int finished;

    private RestartPlanner(RestartPolicy policy, RestartPast past, List<RestartCell> cells, Instant now) {
        this.policy = policy;
        this.past = past;
        this.cells = cells;
        this.tallies =
                cells.stream().map(c -> new RestartTally(policy.name(), c)).toList();
        this.now = now.truncatedTo(ChronoUnit.SECONDS); // as status tells it: the same before and after it was written
        this.startedAt = past.startedAt().or(this::evidence);
        this.finished = startedAt.isEmpty() ? 0 : countFinished();
    }

    /**
     * The plan for a restart.
     *
     * @param cells in the order in which they are restarted
     */
    public static RestartPlan plan(RestartPolicy policy, RestartPast past, List<RestartCell> cells, Instant now) {
        return new RestartPlanner(policy, past, cells, now).plan();
    }

    private RestartPlan plan() {
        var over = past.phase().filter(RestartPhase::isFinal);
        if (over.isPresent()) {
            return planOf(over.get(), Optional.empty());
        }
        return startedAt.isEmpty() ? begin() : goOn();
    }

    /** When it began as its nodes tell, for an object that lost its status; empty when no cell carries its name. */
    private Optional<Instant> evidence() {
        if (tallies.stream().noneMatch(RestartTally::begun)) {
            return Optional.empty();
        }
        return tallies.stream()
                .flatMap(t -> t.readySince().stream().limit(1))
                .min(Instant::compareTo)
                .filter(at -> at.isBefore(now))
                .or(() -> Optional.of(now));
    }

    private RestartPlan begin() {
        if (!now.isBefore(policy.startBefore())) {
            // Nodes may tell that it had begun: each cell has to be seen before it is called late.
            return cells.stream()
                    .filter(c -> c.exists() && c.view().isEmpty())
                    .findFirst()
                    .map(c -> planOf(RestartPhase.Pending, Optional.of(RestartWaits.notObserved(c))))
                    .orElseGet(() -> planOf(RestartPhase.Expired, Optional.of(RestartWaits.tooLate(policy))));
        }
        if (policy.paused()) {
            return planOf(RestartPhase.Paused, Optional.of(RestartWaits.paused()));
        }
        var obstacle = cells.isEmpty() ? Optional.of(RestartWaits.selectsNothing()) : obstacle(cells.getFirst());
        return planOf(obstacle.isPresent() ? RestartPhase.Pending : RestartPhase.Running, obstacle);
    }

    private RestartPlan goOn() {
        var failed = tallies.stream().flatMap(t -> t.failed().stream()).toList();
        if (failed.size() >= policy.failedNodes()) {
            return planOf(RestartPhase.Aborted, Optional.of(RestartWaits.failed(policy, failed)));
        }
        if (finished == cells.size()) {
            return planOf(RestartPhase.Completed, Optional.empty());
        }
        if (policy.paused()) {
            return planOf(RestartPhase.Paused, Optional.of(RestartWaits.paused()));
        }
        if (bakes()) {
            return planOf(RestartPhase.Baking, Optional.of(baking()));
        }
        var cell = cells.get(finished);
        return planOf(
                RestartPhase.Running,
                obstacle(cell)
                        .or(() -> RestartCellWaits.of(
                                policy.name(), cell.name(), cell.view().orElseThrow())));
    }

    /** Why nothing can be asked of a cell, or why nobody knows how it stands. */
    private Optional<RestartWait> obstacle(RestartCell cell) {
        if (!cell.exists()) {
            return Optional.of(RestartWaits.notFound(cell));
        }
        if (cell.other().isPresent()) {
            return Optional.of(RestartWaits.other(cell, cell.other().get()));
        }
        return cell.fresh(now).isPresent() ? Optional.empty() : Optional.of(RestartWaits.notObserved(cell));
    }

    /** Finished cells from the first one on; a later one is not looked at before its turn. */
    private int countFinished() {
        var count = 0;
        while (count < cells.size() && (count != 1 || bakeIsOver()) && isFinished(count)) {
            count++;
        }
        return count;
    }

    private boolean isFinished(int index) {
        var cell = cells.get(index);
        return cell.finishedAt().isPresent()
                || cell.deleted()
                || (cell.fresh(now).isPresent() && tallies.get(index).whole());
    }

    /** Whether the first cell is done, and the second one may not begin yet. */
    private boolean bakes() {
        return finished == 1 && cells.size() > 1 && !bakeIsOver();
    }

    /** For the cells after the first: once one of them has begun there is no way back. */
    private boolean bakeIsOver() {
        var laterOneBegan = IntStream.range(1, cells.size())
                .anyMatch(i ->
                        cells.get(i).finishedAt().isPresent() || tallies.get(i).begun());
        return laterOneBegan || (!now.isBefore(bakeEnd()) && canaryIsWhole());
    }

    private Instant bakeEnd() {
        return cells.getFirst().finishedAt().orElse(now).plus(policy.bake());
    }

    private boolean canaryIsWhole() {
        var first = cells.getFirst();
        return !first.exists()
                || (first.fresh(now).isPresent() && tallies.getFirst().allReady());
    }

    private RestartWait baking() {
        var first = cells.getFirst();
        if (now.isBefore(bakeEnd())) {
            return RestartWaits.baking(first, bakeEnd(), cells.size() - 1);
        }
        return first.fresh(now).isEmpty()
                ? RestartWaits.notObserved(first)
                : RestartWaits.notWhole(first, tallies.getFirst().unready());
    }

    private RestartPlan planOf(RestartPhase phase, Optional<RestartWait> wait) {
        var beginning = phase == RestartPhase.Running ? Optional.of(now) : Optional.<Instant>empty();
        return new RestartPlan(
                phase,
                startedAt.or(() -> beginning),
                phase.isFinal() ? Optional.of(now) : Optional.empty(),
                present(phase).map(i -> cells.get(i).name()),
                IntStream.range(0, cells.size()).mapToObj(i -> cell(i, phase)).toList(),
                past.startedAt().isPresent() ? orders(phase) : Map.of(),
                wait,
                eta(phase, wait),
                present(phase).flatMap(this::pace));
    }

    /** The cell that has its turn, by its number; while the first one bakes, that one. */
    private Optional<Integer> present(RestartPhase phase) {
        if (phase.isFinal() || startedAt.isEmpty() || cells.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(bakes() ? 0 : finished);
    }

    private RestartPlan.Cell cell(int index, RestartPhase phase) {
        var cell = cells.get(index);
        var done = index < finished;
        return new RestartPlan.Cell(
                cell.name(),
                phaseOf(index, phase),
                tallies.get(index).figures(done),
                done ? Optional.of(cell.finishedAt().orElse(now)) : Optional.empty(),
                cell.deleted());
    }

    private RestartPhase phaseOf(int index, RestartPhase phase) {
        if (index < finished) {
            return index == 0 && phase == RestartPhase.Baking ? phase : RestartPhase.Completed;
        }
        if (phase.isFinal()) {
            return phase;
        }
        return startedAt.isPresent() && index == finished && !bakes() ? phase : RestartPhase.Pending;
    }

    private Map<String, RestartOrder> orders(RestartPhase phase) {
        var orders = new HashMap<String, RestartOrder>();
        for (int i = finished; i < cells.size(); i++) {
            var cell = cells.get(i);
            var hasItsTurn = i == finished && !bakes();
            if (cell.exists() && cell.other().isEmpty()) {
                stand(phase, hasItsTurn, tallies.get(i).stands())
                        .ifPresent(stand ->
                                orders.put(cell.name(), new RestartOrder(policy.name(), stand, policy.rate())));
            }
        }
        return orders;
    }

    /** What is asked of a cell that is not finished: to go on of one only, to stop of all that carry the stamp. */
    private static Optional<Stand> stand(RestartPhase phase, boolean hasItsTurn, boolean stamped) {
        return switch (phase) {
            case Running -> hasItsTurn ? Optional.of(Stand.GO) : Optional.empty();
            case Paused -> hasItsTurn || stamped ? Optional.of(Stand.PAUSED) : Optional.empty();
            case Aborted -> stamped ? Optional.of(Stand.ABORTED) : Optional.empty();
            case Pending, Baking, Completed, Expired -> Optional.empty();
        };
    }

    private Optional<Rate> pace(int index) {
        return cells.get(index).view().map(v -> {
            var rate = v.rate().and(policy.rate());
            return new Rate(Math.max(1, Math.min(rate.burst(), v.window())), rate.perHour());
        });
    }

    private Optional<Instant> eta(RestartPhase phase, Optional<RestartWait> wait) {
        var moving = phase == RestartPhase.Running || phase == RestartPhase.Baking;
        var blocked = wait.filter(w -> w.needsEdit() || w.reason() == RestartWaitReason.OtherRestart);
        if (!moving || startedAt.isEmpty() || blocked.isPresent()) {
            return Optional.empty();
        }
        return new RestartEta(
                        policy,
                        tallies.subList(finished, tallies.size()),
                        cells.subList(finished, cells.size()),
                        canarySeconds(),
                        bakeLeft())
                .at(now)
                .map(fresh -> RestartEta.steady(past.eta(), fresh, now));
    }

    private Duration bakeLeft() {
        if (cells.size() == 1 || finished > 1) {
            return Duration.ZERO;
        }
        if (finished == 0) {
            return policy.bake();
        }
        var left = Duration.between(now, bakeEnd());
        return bakes() && left.isPositive() ? left : Duration.ZERO;
    }

    private Optional<Double> canarySeconds() {
        var first = cells.getFirst();
        return first.finishedAt()
                .filter(at -> first.told().filter(f -> f.total() > 0).isPresent())
                .map(at -> Math.max(
                                0, Duration.between(startedAt.orElseThrow(), at).toMillis())
                        / 1000.0
                        / first.told().orElseThrow().total());
    }
}
