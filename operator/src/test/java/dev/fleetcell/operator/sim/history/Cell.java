package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.Bucket;
import dev.fleetcell.operator.plan.Policy;
import java.util.Optional;

/**
 * The FleetCell in the API server.
 *
 * @param version counts all writes
 * @param generation counts edits of the spec
 * @param status empty until an operator wrote one
 */
record Cell(long version, long generation, Policy spec, Optional<Status> status) {
    /**
     * What matters of a status.
     *
     * @param pace what is left of the cold starts
     * @param paceAhead by how many milliseconds the clock that {@code pace} was told by was ahead of the world's
     * @param firstFill the cell was never whole
     * @param news what is written at once when it changes
     * @param figures what is written later when it changes
     */
    record Status(Bucket pace, long paceAhead, boolean firstFill, String news, String figures) {}

    Cell edited(Policy newSpec) {
        return new Cell(version + 1, generation + 1, newSpec, status);
    }

    Cell told(Status newStatus) {
        return new Cell(version + 1, generation, spec, Optional.of(newStatus));
    }
}
