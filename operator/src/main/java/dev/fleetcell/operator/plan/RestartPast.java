package dev.fleetcell.operator.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * What the status of a restart remembers of it as a whole.
 *
 * @param phase as it was told last; empty for an object without status
 * @param startedAt when it began; empty until then
 * @param eta when it was to be done, as it was told last; empty if nothing was told
 */
public record RestartPast(Optional<RestartPhase> phase, Optional<Instant> startedAt, Optional<Instant> eta) {
    /** Of an object without status. */
    public static final RestartPast NONE = new RestartPast(Optional.empty(), Optional.empty(), Optional.empty());
}
