package dev.fleetcell.operator.sim.history;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checks can fail: histories of operators that do one thing wrong break the invariant that forbids it. */
class MisconductTest {
    /** Histories before this one are too calm for some of it. */
    private static final long FIRST = 1000;

    private static final int MOST = 1500;

    @ParameterizedTest
    @EnumSource
    void isFound(Misconduct wrong) {
        for (var seed = FIRST; seed < FIRST + MOST; seed++) {
            try {
                new History(seed, wrong.conduct(), 0).play();
            } catch (BrokenInvariant e) {
                assertTrue(wrong.breaks(e.invariant), wrong + " broke another invariant first, " + seed + ": " + e);
                return;
            }
        }
        fail("%s is not found in %d histories".formatted(wrong, MOST));
    }
}
