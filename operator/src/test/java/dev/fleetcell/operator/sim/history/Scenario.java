package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.OverBudget;
import dev.fleetcell.operator.plan.Policy;
import dev.fleetcell.operator.plan.Size;
import dev.fleetcell.operator.plan.ThreadModel;
import java.util.List;

/**
 * What kind of history a seed makes: those of low seeds are short and calm, so that the first failure that is found is a
 * small one.
 *
 * @param mostNodes that a user may ask for
 * @param acts that people and misfortune do before all is quiet
 */
record Scenario(
        int mostNodes,
        int acts,
        boolean edits,
        boolean restarts,
        boolean misfortune,
        boolean machines,
        boolean oldCaches,
        boolean slowControllers,
        boolean kills,
        boolean twoLeaders,
        boolean clockJumps) {
    private static final int FULL_GROWN = 1000;

    static Scenario of(long seed, Dice dice) {
        var size = Math.min(1.0, (double) seed / FULL_GROWN);
        var part = 0.2 + 0.4 * size;
        return new Scenario(
                3 + (int) (11 * size * dice.between(0, 100) / 100),
                1 + (int) (11 * size * dice.between(10, 100) / 100),
                true,
                dice.chance(0.6),
                seed >= 100 && dice.chance(part),
                seed >= 200 && dice.chance(part),
                seed >= 300 && dice.chance(part),
                seed >= 300 && dice.chance(part),
                seed >= 400 && dice.chance(part),
                seed >= 500 && dice.chance(part),
                seed >= 600 && dice.chance(part));
    }

    /** The cell's first spec. */
    Policy policy(Dice dice) {
        var units = dice.pick(List.of(1, 1, 1, 2));
        var limit = dice.chance(0.8) ? 200 : 56 + dice.between(1, mostNodes);
        return new Policy(
                dice.between(1, mostNodes) * units,
                dice.chance(0.8) ? 0 : 1,
                dice.chance(0.8) ? 100 : mostNodes,
                List.of(new Size("m", units)),
                new ThreadModel(
                        List.of(new ThreadModel.Group("jvm", 40, 0, 0), new ThreadModel.Group("mesh", 0, 0, 1))),
                limit,
                0,
                0,
                dice.chance(0.5) ? OverBudget.CLAMP : OverBudget.REJECT,
                false,
                rollout(dice),
                false,
                "t0");
    }

    static Policy.Rollout rollout(Dice dice) {
        return new Policy.Rollout(
                dice.pick(List.of(10, 20, 34, 50, 100)),
                dice.between(1, 5),
                dice.pick(List.of(120, 600, 3600, 36_000)));
    }
}
