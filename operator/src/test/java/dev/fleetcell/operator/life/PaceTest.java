package dev.fleetcell.operator.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Instant START = Instant.parse("2026-11-21T02:44:00Z");

    /** Two at once, one a second. */
    private static final Pace PACE = new Pace(2, 3600, Duration.ZERO);

    @Test
    void aFullBucketAndThenTheRateIsWithinTheLaw() {
        assertEquals(Optional.empty(), PACE.brokenBy(at(0, 0, 1000, 2000, 3000)));
        assertEquals(Optional.empty(), PACE.brokenBy(at(0, 5000, 5000, 6000)));
        assertEquals(Optional.empty(), PACE.brokenBy(List.of()));
    }

    @Test
    void oneStartTooManyAnywhereIsFoundWhateverTheOrder() {
        var broken = PACE.brokenBy(at(9500, 0, 0, 9000, 9000, 20_000));
        assertTrue(broken.orElseThrow().startsWith("3 cold starts in 0.5 s from 2026-11-21T02:44:09Z"), broken.get());
    }

    @Test
    void slackIsTimeThatTheRateMayHaveHadMore() {
        var late = at(600, 600, 1000);
        assertTrue(PACE.brokenBy(late).isPresent());
        assertEquals(Optional.empty(), new Pace(2, 3600, Duration.ofMillis(600)).brokenBy(late));
    }

    private static List<Instant> at(long... millis) {
        return Arrays.stream(millis).mapToObj(START::plusMillis).toList();
    }
}
