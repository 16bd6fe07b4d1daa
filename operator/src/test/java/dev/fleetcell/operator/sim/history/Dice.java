package dev.fleetcell.operator.sim.history;

import java.util.List;
import java.util.SplittableRandom;

/** Chance, the same each time for the same seed. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** True in that part of all cases; 0 never, 1 always. */
    boolean chance(double part) {
        return random.nextDouble() < part;
    }

    /** From {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
