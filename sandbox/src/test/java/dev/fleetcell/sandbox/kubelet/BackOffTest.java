package dev.fleetcell.sandbox.kubelet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {
    @Test
    void crashesDoubleTheDelayUpToFiveMinutes() {
        BackOff backOff = BackOff.afterFirst();
        assertEquals(List.of(0L, 10L, 20L, 40L, 80L, 160L, 300L, 300L), next(backOff, 8));
    }

    @Test
    void tenGoodMinutesAreForgiveness() {
        BackOff backOff = BackOff.afterFirst();
        next(backOff, 5);
        assertEquals(Duration.ZERO, backOff.after(Duration.ofMinutes(10)));
        assertEquals(List.of(10L, 20L), next(backOff, 2));
    }

    @Test
    void failedAttemptsWaitFromTheFirstOn() {
        assertEquals(List.of(10L, 20L), next(BackOff.always(), 2));
    }

    private static List<Long> next(BackOff backOff, int times) {
        return Stream.generate(() -> backOff.after(Duration.ofSeconds(1)).toSeconds())
                .limit(times)
                .toList();
    }
}
