package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.Policy;

/** Specs that differ in one field. */
final class Specs {
    private Specs() {}

    static Policy capacity(Policy p, int capacity) {
        return of(p, capacity, p.limit(), p.rollout(), p.paused(), p.template());
    }

    static Policy limit(Policy p, int limit) {
        return of(p, p.capacity(), limit, p.rollout(), p.paused(), p.template());
    }

    static Policy rollout(Policy p, Policy.Rollout rollout) {
        return of(p, p.capacity(), p.limit(), rollout, p.paused(), p.template());
    }

    static Policy paused(Policy p, boolean paused) {
        return of(p, p.capacity(), p.limit(), p.rollout(), paused, p.template());
    }

    static Policy template(Policy p, String template) {
        return of(p, p.capacity(), p.limit(), p.rollout(), p.paused(), template);
    }

    private static Policy of(
            Policy p, int capacity, int limit, Policy.Rollout rollout, boolean paused, String template) {
        return new Policy(
                capacity,
                p.minNodes(),
                p.maxNodes(),
                p.sizes(),
                p.model(),
                limit,
                p.reservePercent(),
                p.peerChurn(),
                p.overBudget(),
                p.requireVerified(),
                rollout,
                paused,
                template);
    }
}
