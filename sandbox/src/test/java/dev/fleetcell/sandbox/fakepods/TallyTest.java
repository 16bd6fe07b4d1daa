package dev.fleetcell.sandbox.fakepods;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally();

    @Test
    void theMostAtOnceIsRemembered() {
        tally.notReady("a");
        tally.notReady("b");
        tally.notReady("b");
        tally.settled("a");
        tally.notReady("c");
        tally.settled("b");
        tally.settled("unknown");
        assertEquals(1, tally.notReady());
        assertEquals(2, tally.mostNotReady());
        tally.forget();
        assertEquals(1, tally.mostNotReady());
    }

    @Test
    void aRestartIsAStartOfTheSamePod() {
        Start first = start("a", 0);
        Start again = start("a", 1);
        tally.started(first);
        tally.started(again);
        assertEquals(List.of(first, again), tally.starts());
        assertEquals(1, tally.startedPods());
        tally.forget();
        assertEquals(List.of(), tally.starts());
        assertEquals(0, tally.startedPods());
    }

    private static Start start(String uid, int restart) {
        return new Start("default", "pod", uid, "rev", Map.of(), restart, Instant.EPOCH);
    }
}
