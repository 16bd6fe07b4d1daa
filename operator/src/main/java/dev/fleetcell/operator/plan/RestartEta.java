package dev.fleetcell.operator.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * When a restart will be done: the rest of the bake, and for every node that is left the time that one node takes, by the
 * pace that is allowed or by what was measured, whichever is slower.
 *
 * @param restart what it asks for
 * @param tallies cells that are not finished, first the one that has its turn
 * @param cells the same, as they are
 * @param canary seconds that one node of the first cell took, once that is finished
 * @param bake what is left of it before the next cell begins
 */
record RestartEta(
        RestartPolicy restart,
        List<RestartTally> tallies,
        List<RestartCell> cells,
        Optional<Double> canary,
        Duration bake) {
    private static final double SECONDS_PER_HOUR = 3600;
    /** Measured over so many windows at most, so that a pause is forgotten. */
    private static final int WINDOWS = 3;

    private static final Duration NOISE = Duration.ofSeconds(5);

    /** The estimate, in whole seconds; empty while a cell that is left has not been seen. */
    Optional<Instant> at(Instant now) {
        if (cells.isEmpty() || cells.stream().anyMatch(c -> c.view().isEmpty())) {
            return Optional.empty();
        }
        var measured = measured(now).or(() -> canary).orElse(0.0);
        var seconds = (double) bake.toSeconds();
        for (int i = 0; i < cells.size(); i++) {
            seconds += tallies.get(i).remaining() * Math.max(allowed(cells.get(i)), measured);
        }
        return Optional.of(now.plusSeconds((long) Math.ceil(seconds)).truncatedTo(ChronoUnit.SECONDS));
    }

    /** Keeps what was told unless the estimate differs by more than five seconds and a tenth of what is left. */
    static Instant steady(Optional<Instant> told, Instant fresh, Instant now) {
        var left = Duration.between(now, fresh).abs().dividedBy(10);
        var tolerated = left.compareTo(NOISE) > 0 ? left : NOISE;
        return told.filter(t -> Duration.between(t, fresh).abs().compareTo(tolerated) <= 0)
                .orElse(fresh);
    }

    private double allowed(RestartCell cell) {
        return SECONDS_PER_HOUR
                / cell.view().orElseThrow().rate().and(restart.rate()).perHour();
    }

    /** Seconds that a node of the present cell takes, once a whole window of them was restarted and became Ready. */
    private Optional<Double> measured(Instant now) {
        var window = Math.max(1, cells.getFirst().view().orElseThrow().window());
        var ready = tallies.getFirst().readySince();
        if (ready.size() < window) {
            return Optional.empty();
        }
        var latest = ready.subList(Math.max(0, ready.size() - WINDOWS * window), ready.size());
        return Optional.of(Math.max(0, Duration.between(latest.getFirst(), now).toMillis()) / 1000.0 / latest.size());
    }
}
