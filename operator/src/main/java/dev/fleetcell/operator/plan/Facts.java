package dev.fleetcell.operator.plan;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the guard knows of a cell besides its spec; the same facts stand in {@code status} for door 1.
 *
 * @param observedLimit smallest limit seen on a node, in tasks
 * @param extra what was measured above the model
 * @param size name of the size in use
 * @param currentNodes pods of the cell that exist, in any state
 */
public record Facts(OptionalInt observedLimit, Extra extra, Optional<String> size, int currentNodes) {
    public static final Facts NONE = new Facts(OptionalInt.empty(), Extra.NONE, Optional.empty(), 0);

    /** The same without what was observed of threads: what {@code Override} goes by. */
    public Facts declaredOnly() {
        return new Facts(OptionalInt.empty(), Extra.NONE, size, currentNodes);
    }
}
