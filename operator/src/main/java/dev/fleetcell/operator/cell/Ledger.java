package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.api.v1alpha1.FleetCellStatus;
import dev.fleetcell.operator.plan.Bucket;
import dev.fleetcell.operator.plan.CellPlan;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The pace of one cell during one pass. Tickets are written to the status before what they are for: an operator that dies in
 * between has lost them, and of two that both believe to lead, only one can write.
 */
final class Ledger implements Replacement.Till {
    private final StatusWriter writer;
    private final Starts starts;
    private final Observation seen;
    private final CellPlan plan;
    private FleetCell cell;
    private Bucket bucket;

    Ledger(FleetCell cell, Observation seen, CellPlan plan, StatusWriter writer, Starts starts) {
        this.cell = cell;
        this.seen = seen;
        this.plan = plan;
        this.writer = writer;
        this.starts = starts;
        this.bucket = seen.observed().bucket();
    }

    @Override
    public void pay(int tickets) {
        bucket = bucket.take(tickets, seen.now(), plan.rate());
        var status = new StatusRecorder(cell, seen, plan, Optional.empty(), bucket).status();
        cell = writer.write(cell, new FleetCell(), status);
        starts.paid(Observer.key(cell), tickets);
        starts.written(Observer.key(cell), seen.owed());
    }

    /** The cell as it is after what was written. */
    FleetCell cell() {
        return cell;
    }

    /** What is left. */
    Bucket bucket() {
        return bucket;
    }

    /** A bucket as status has it; an unchanged one keeps its time, so that a cell at rest writes nothing. */
    static FleetCellStatus.Pace pace(FleetCell cell, Bucket bucket, CellPlan plan, Instant now) {
        var counted = bucket.at(now, plan.rate());
        var before = cell.getStatus() == null ? null : cell.getStatus().pace;
        var pace = new FleetCellStatus.Pace();
        pace.perHour = plan.rate().perHour();
        pace.reason = "%d at once".formatted(plan.rate().burst());
        if (before != null
                && before.at != null
                && before.tokensMilli != null
                && unchanged(before, counted, plan, now)) {
            pace.tokensMilli = before.tokensMilli;
            pace.at = before.at;
        } else {
            pace.tokensMilli = (int) counted.milli();
            pace.at = counted.at().truncatedTo(ChronoUnit.MILLIS).toString();
        }
        return pace;
    }

    /** Whether what stands in status comes to the same. A time that is still to come would hold the pace until then. */
    private static boolean unchanged(FleetCellStatus.Pace before, Bucket counted, CellPlan plan, Instant now) {
        var told = new Bucket(before.tokensMilli, Instant.parse(before.at));
        return !told.at().isAfter(now) && told.at(now, plan.rate()).milli() == counted.milli();
    }
}
