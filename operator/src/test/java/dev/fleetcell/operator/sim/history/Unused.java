package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.Step;
import java.util.HashSet;
import java.util.Set;

/** Tickets for replacements that were paid and not used yet, by ordinal; a ticket that was lost may be paid again. */
final class Unused {
    private final Set<Integer> ordinals = new HashSet<>();

    /** The pass has paid for {@code starts}: of a replacement, the first of its nodes. */
    void pay(Pass pass, int starts) {
        if (pass.plan.step() instanceof Step.Replace replace) {
            replace.nodes().stream().limit(starts).forEach(n -> ordinals.add(n.ordinal()));
        }
    }

    /** Uses the ticket of that pod; throws if there is none. */
    void use(Pod pod, String who) {
        if (!ordinals.remove(pod.ordinal())) {
            throw new BrokenInvariant(Invariant.TICKET, who + " takes a pod that was not paid for: " + pod);
        }
    }
}
