package dev.fleetcell.operator.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One cell of a restart: as it is, and as the restart's status remembers it.
 *
 * @param name of the FleetCell
 * @param exists whether there is such a cell now
 * @param known whether the restart has seen it before: one that is not there then was deleted, and is no mistyped name
 * @param view how it stood in its last pass; empty when it had none since the operator started
 * @param other name of another restart that goes first in this cell; empty for none
 * @param told its figures as they were told last; empty if they never were
 * @param finishedAt when every node of it was restarted and Ready; empty until then
 */
public record RestartCell(
        String name,
        boolean exists,
        boolean known,
        Optional<CellView> view,
        Optional<String> other,
        Optional<RestartFigures> told,
        Optional<Instant> finishedAt) {
    /** A cell at rest has a pass every ten seconds; what an older one found says nothing about now. */
    public static final Duration FRESH = Duration.ofSeconds(30);

    /** How it stands now, if that is known. */
    Optional<CellView> fresh(Instant now) {
        return view.filter(v -> exists && v.at().plus(FRESH).isAfter(now));
    }

    /** Whether it was there and is no more. */
    boolean deleted() {
        return !exists && known;
    }
}
