package dev.fleetcell.operator.plan;

/**
 * What a ColdRestart asks of one cell now.
 *
 * @param name the restart's name: the stamp of its nodes
 * @param stand whether it goes on
 * @param rate its own pace; the cell runs at the lower of this and its own
 */
public record RestartOrder(String name, Stand stand, Rate rate) {
    /** Whether a restart goes on. */
    public enum Stand {
        /** Nodes without the stamp are restarted. */
        GO,
        /** Nothing more is restarted until it goes on. */
        PAUSED,
        /** Nothing more is restarted. */
        ABORTED
    }
}
