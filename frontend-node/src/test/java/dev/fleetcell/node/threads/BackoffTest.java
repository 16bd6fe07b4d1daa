package dev.fleetcell.node.threads;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BackoffTest {

    @Property
    void theWaitGrowsToItsBoundAndNeverLosesMoreThanHalfToJitter(
            @ForAll @IntRange(min = 1, max = 5_000) int first,
            @ForAll @IntRange(min = 1, max = 100) int factor,
            @ForAll @IntRange(min = 1) int failures) {
        Duration most = Duration.ofMillis((long) first * factor);
        long wait = new Backoff(Duration.ofMillis(first), most).after(failures).toMillis();
        long full = failures > 7 ? most.toMillis() : Math.min(most.toMillis(), (long) first << (failures - 1));
        assertTrue(full - full / 2 <= wait && wait <= full, () -> wait + " ms of " + full + " ms");
    }
}
