package dev.fleetcell.node.threads;

/**
 * How many tasks this node may have, as the operator declares it (a pod cannot see its own limit).
 *
 * @param limit the most the kernel is expected to admit, at least 1
 * @param budget the most the cell plans with: limit less reserve, between 1 and limit
 */
public record TaskAllowance(int limit, int budget) {
    public TaskAllowance {
        if (limit < 1 || budget < 1 || budget > limit) {
            throw new IllegalArgumentException("a budget is between 1 and its limit: " + budget + " of " + limit);
        }
    }
}
