package dev.fleetcell.operator.plan;

/**
 * What the workload makes nodes from. A node at or above the frontier comes back with {@code update}, one below it with
 * {@code current}; {@code current} becomes {@code update} only when every node is of {@code update} and Ready at one moment.
 *
 * @param known the workload exists, and its controller has seen the last change of it
 * @param current name of the revision below the frontier
 * @param update name of the revision that was applied last
 * @param frontier lowest ordinal that gets {@code update}
 * @param applied what {@code update} is made from
 * @param settled what {@code current} was made from when last both were the same
 */
public record Revisions(boolean known, String current, String update, int frontier, Content applied, Content settled) {

    /** Whether no change of the revision is under way as far as the controller knows. */
    boolean agree() {
        return known && current.equals(update);
    }
}
