package dev.fleetcell.operator.cell;

import dev.fleetcell.operator.plan.Observed.Node;
import dev.fleetcell.operator.plan.Wait;
import dev.fleetcell.operator.plan.WaitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replaces nodes that a plan has chosen, highest ordinals first:
 *
 * <ol>
 *   <li>ask for each whether it may go (a dry run, so that nothing has happened yet), up to the first that may not;
 *   <li>pay for those that may: from here on a crash loses tickets and never adds one;
 *   <li>move the frontier below the last of them, and no further;
 *   <li>evict them, each by its uid.
 * </ol>
 *
 * The controller of the workload would replace what is above the frontier by itself, but it asks no PodDisruptionBudget and
 * stops at one broken node; so nothing is ever left above the frontier on purpose. What an eviction is refused after all,
 * and what stands below it, comes first in the next pass.
 */
public final class Replacement {
    private final Evictions evictions;
    private final Till till;
    private final FrontierMove frontier;

    /** Asks for and does evictions. */
    public interface Evictions {
        /** Whether the node's pod is there and not going, as far as is known here and now: answers take their time. */
        boolean stays(Node node);

        /** Why the node may not be evicted now; empty when it may. Nothing happens. */
        Optional<Wait> ask(Node node);

        /** Ready nodes that may go at once: a question takes nothing off what the next one is answered by. At least 1. */
        default int atOnce() {
            return Integer.MAX_VALUE;
        }

        /** Evicts the node; why it was refused, empty when it goes or is gone. */
        Optional<Wait> evict(Node node);
    }

    /** Where cold starts are paid. */
    public interface Till {
        /** Writes the tickets down; throws when somebody else has written since, and then nothing may happen. */
        void pay(int starts);
    }

    /** Moves the frontier. */
    public interface FrontierMove {
        /** From now on nodes from {@code ordinal} upwards come back with the newest revision. */
        void to(int ordinal);
    }

    public Replacement(Evictions evictions, Till till, FrontierMove frontier) {
        this.evictions = evictions;
        this.till = till;
        this.frontier = frontier;
    }

    /**
     * Replaces {@code nodes}, as many as may go.
     *
     * @return what the rest waits for; empty when all were evicted
     */
    public Optional<Wait> run(List<Node> nodes) {
        var admitted = new ArrayList<Node>();
        var refused = Optional.<Wait>empty();
        var ready = 0;
        for (var node : nodes) {
            if (node.ready() && ++ready > evictions.atOnce()) {
                break; // the next pass asks again
            }
            refused = evictions.stays(node) ? evictions.ask(node) : Optional.of(went(node));
            if (refused.isPresent()) {
                break;
            }
            admitted.add(node);
        }
        var going = admitted.stream()
                .takeWhile(evictions::stays)
                .toList(); // what came in place of others was not asked for
        if (going.isEmpty()) {
            return refused.or(() -> admitted.stream().findFirst().map(Replacement::went));
        }
        till.pay(going.size());
        frontier.to(going.getLast().ordinal());
        for (var node : going) {
            if (!evictions.stays(node)) {
                continue; // the API server would charge the budget for it before it looks at the uid
            }
            var late = evictions.evict(node);
            if (late.isPresent()) {
                return late;
            }
        }
        return refused;
    }

    /** What comes in its place is judged by the next pass. */
    static Wait went(Node node) {
        return new Wait(WaitReason.NodesEnding, node.name() + " has gone by itself in the meantime");
    }
}
