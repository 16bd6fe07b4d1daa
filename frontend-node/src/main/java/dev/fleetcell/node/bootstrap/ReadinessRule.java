package dev.fleetcell.node.bootstrap;

import java.util.ArrayList;
import java.util.List;

/**
 * When a node is ready.
 *
 * <ol>
 *   <li>Without a complete shard map it never is.
 *   <li>It <em>becomes</em> ready when it has one, every part of it runs, no thread start is refused, every peer that
 *       answers is connected, and its tasks are within the budget.
 *   <li>Once ready it stays ready until it is told to stop: peers, limits, the store and refused threads are reported,
 *       but a cell that takes its nodes out of service for what they all suffer at once has none left.
 * </ol>
 */
public final class ReadinessRule {
    private ReadinessRule() {}

    /**
     * What follows from what is observed.
     *
     * @param served whether the node was ready before
     */
    public static Judgement judge(boolean served, Observed now) {
        List<String> reasons = reasons(now);
        boolean ready = now.map().complete() && (served || reasons.isEmpty());
        if (now.stopping()) {
            return new Judgement(Phase.STOPPING, false, "told to stop");
        }
        if (ready) {
            return new Judgement(Phase.SERVING, true, troubles(now));
        }
        return new Judgement(now.map().complete() ? Phase.WARMING : Phase.COLD, false, String.join("; ", reasons));
    }

    private static List<String> reasons(Observed now) {
        List<String> reasons = new ArrayList<>();
        if (!now.map().complete()) {
            reasons.add(now.map().trouble());
        }
        addRefused(now, reasons);
        reasons.addAll(now.missing());
        if (!now.mesh().complete()) {
            reasons.add(now.mesh().waiting());
        }
        if (now.census().total() > now.allowance().budget()) {
            reasons.add("%d tasks are more than the budget of %d"
                    .formatted(now.census().total(), now.allowance().budget()));
        }
        return reasons;
    }

    /** What a serving node has to say for itself: its peers are in the report as numbers, they need no sentence. */
    private static String troubles(Observed now) {
        List<String> troubles = new ArrayList<>();
        if (!now.map().trouble().isEmpty()) {
            troubles.add("serving shard map version " + now.map().version() + "; "
                    + now.map().trouble());
        }
        addRefused(now, troubles);
        troubles.addAll(now.missing());
        return String.join("; ", troubles);
    }

    private static void addRefused(Observed now, List<String> sentences) {
        List<String> refused = now.refusedNow();
        if (!refused.isEmpty()) {
            String more = refused.size() > 1 ? " and " + (refused.size() - 1) + " more" : "";
            sentences.add("thread start refused: " + refused.getFirst() + more);
        }
    }
}
