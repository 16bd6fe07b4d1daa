package dev.fleetcell.operator.plan;

import java.util.OptionalInt;

/**
 * The formula. A node of size s in a cell of n nodes is projected to have
 *
 * <pre>sum over groups(fixed + perUnit * s.units + perPeer * (n - 1 + churn)) + 16 unless 'pod' is declared + extra</pre>
 *
 * tasks and fits when that is within {@code floor(min(limit, observedLimit) * (100 - reservePercent) / 100)} and n is
 * within the tested range. A size other than the one in use has to fit beside the nodes that are there.
 */
public final class Guard {
    private final Policy policy;
    private final Facts facts;

    public Guard(Policy policy, Facts facts) {
        this.policy = policy;
        this.facts = policy.overBudget() == OverBudget.OVERRIDE ? facts.declaredOnly() : facts;
    }

    /** The limit that counts, in tasks: the smaller of declared and observed. */
    public int limit() {
        return Math.min(policy.limit(), facts.observedLimit().orElse(Integer.MAX_VALUE));
    }

    /** Tasks that a node may have. */
    public int budget() {
        return (int) ((long) limit() * (100 - policy.reservePercent()) / 100);
    }

    /** Tasks that a node of {@code size} is projected to have when the cell has {@code nodes} of them, at least 1. */
    public long projected(Size size, int nodes) {
        var members = isInUse(size) ? nodes : Math.max(nodes, facts.currentNodes());
        var peers = members - 1 + policy.peerChurn();
        return policy.model().tasks(size.units(), peers) + facts.extra().tasks(size.units(), peers);
    }

    /** Whether {@code nodes} nodes of {@code size} stay within budget and tested range. No nodes always fit. */
    public boolean fits(Size size, int nodes) {
        return nodes == 0 || (nodes <= policy.maxNodes() && projected(size, nodes) <= budget());
    }

    /** Whether some size carries {@code capacity} units. */
    public boolean someSizeCarries(int capacity) {
        return policy.sizes().stream().anyMatch(s -> fits(s, policy.nodesFor(s, capacity)));
    }

    /** The most nodes of {@code size} that fit, at least {@code max(1, minNodes)}; empty when not even those do. */
    public OptionalInt mostNodes(Size size) {
        var low = Math.max(1, policy.minNodes());
        if (!fits(size, low)) {
            return OptionalInt.empty();
        }
        var high = policy.maxNodes();
        while (low < high) { // fits(low) holds, and fits is monotone: more peers never mean fewer tasks
            var middle = low + (high - low + 1) / 2;
            if (fits(size, middle)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return OptionalInt.of(low);
    }

    private boolean isInUse(Size size) {
        return facts.size().isEmpty() || facts.size().get().equals(size.name());
    }
}
