package dev.fleetcell.operator.restart;

import dev.fleetcell.api.v1alpha1.ColdRestart;
import dev.fleetcell.operator.plan.RestartPhase;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Restarts that want the same cell. The one that began first goes first, until it is over; of two that began in the same
 * second, the one whose name sorts first. One that has not begun is in nobody's way.
 */
final class Rivals {
    /** Times as status has them, all in UTC and in whole seconds, sort as text. */
    private static final Comparator<ColdRestart> BEGAN_FIRST = Comparator.comparing(
                    (ColdRestart r) -> r.getStatus().startedAt)
            .thenComparing(r -> r.getMetadata().getName());

    private Rivals() {}

    /**
     * The name of the restart that goes first in {@code cell}; empty for none.
     *
     * @param over whether {@code restart} is over: then every other one goes first
     * @param all every restart of the namespace
     */
    static Optional<String> of(ColdRestart restart, String cell, boolean over, List<ColdRestart> all) {
        return all.stream()
                .filter(o ->
                        !o.getMetadata().getUid().equals(restart.getMetadata().getUid()))
                .filter(o -> isAtWork(o) && names(o, cell))
                .filter(o -> over || !hasBegun(restart) || BEGAN_FIRST.compare(o, restart) < 0)
                .min(BEGAN_FIRST)
                .map(o -> o.getMetadata().getName());
    }

    private static boolean hasBegun(ColdRestart restart) {
        return restart.getStatus() != null && restart.getStatus().startedAt != null;
    }

    private static boolean isAtWork(ColdRestart restart) {
        return hasBegun(restart)
                && !restart.isMarkedForDeletion()
                && Arrays.stream(RestartPhase.values())
                        .noneMatch(p -> p.isFinal() && p.name().equals(restart.getStatus().phase));
    }

    private static boolean names(ColdRestart restart, String cell) {
        return restart.getStatus().cells != null
                && restart.getStatus().cells.stream().anyMatch(c -> c.name.equals(cell));
    }
}
