package dev.fleetcell.operator.plan;

/**
 * Nodes of one cell or of all cells of a restart; each at least 0.
 *
 * @param total nodes that there are to be
 * @param restarted of these, nodes that were restarted, in any state; never more than {@code total}
 * @param warming restarted nodes that are not Ready and have not failed
 * @param failed restarted nodes that failed
 */
public record RestartFigures(int total, int restarted, int warming, int failed) {
    public static final RestartFigures NONE = new RestartFigures(0, 0, 0, 0);

    RestartFigures and(RestartFigures other) {
        return new RestartFigures(
                total + other.total, restarted + other.restarted, warming + other.warming, failed + other.failed);
    }
}
