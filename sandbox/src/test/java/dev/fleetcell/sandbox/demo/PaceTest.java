package dev.fleetcell.sandbox.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaceTest {
    /** Two at once, then one every three seconds. */
    private static final Pace PACE = new Pace(2, 1200);

    @Test
    void aBurstAndThenOneAtATimeKeepsThePace() {
        assertEquals(Optional.empty(), PACE.exceeded(at(0, 0, 3, 6, 9)));
        assertEquals(Optional.empty(), PACE.exceeded(at()));
    }

    @Test
    void oneMoreAtOnceThanTheBurstIsTooFast() {
        assertTrue(PACE.exceeded(at(20, 20, 20)).orElseThrow().startsWith("3 cold starts from 1970-01-01T00:00:20Z"));
    }

    @Test
    void aRateThatIsTooHighIsFoundInTheMiddleToo() {
        assertTrue(PACE.exceeded(at(0, 0, 100, 101, 102, 103, 200)).isPresent());
    }

    @Test
    void timesInWholeSecondsMayHideOneSecond() {
        assertEquals(Optional.empty(), PACE.exceeded(at(0, 0, 2)), "0.0, 0.0 and 2.9, or so");
        assertTrue(PACE.exceeded(at(0, 0, 1)).isPresent());
    }

    @Test
    void theMostInASpanCountsItsBeginningAndNotItsEnd() {
        assertEquals(3, Pace.most(at(0, 5, 9, 10, 30), Duration.ofSeconds(10)));
        assertEquals(0, Pace.most(at(), Duration.ofSeconds(10)));
    }

    private static List<Instant> at(long... seconds) {
        return Arrays.stream(seconds).mapToObj(Instant::ofEpochSecond).toList();
    }
}
