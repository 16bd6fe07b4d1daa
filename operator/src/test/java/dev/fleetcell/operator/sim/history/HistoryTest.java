package dev.fleetcell.operator.sim.history;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Plays histories. {@code -Dfleetcell.histories=100000} plays more of them, {@code -Dfleetcell.history.seed=7} plays one and
 * tells all of it.
 */
class HistoryTest {
    private static final int LINES = 40;
    private static final int ALL_LINES = 1_000_000;

    @Test
    void whateverHappensEveryInvariantHoldsAndEveryHistoryEnds() {
        var one = Long.getLong("fleetcell.history.seed");
        if (one != null) {
            tell(one);
            return;
        }
        var ends = new TreeMap<String, Integer>();
        LongStream.range(0, Integer.getInteger("fleetcell.histories", 2000)).forEach(seed -> {
            var history = new History(seed, new Conduct(), 0);
            try {
                history.play();
            } catch (BrokenInvariant | IllegalStateException e) {
                fail(Failure.text(seed, e, new Conduct(), LINES));
            }
            ends.merge(history.end(), 1, Integer::sum);
        });
        System.out.println("histories by their end: " + ends);
    }

    private static void tell(long seed) {
        var history = new History(seed, new Conduct(), ALL_LINES);
        try {
            history.play();
        } finally {
            history.trace().forEach(System.out::println);
        }
    }
}
