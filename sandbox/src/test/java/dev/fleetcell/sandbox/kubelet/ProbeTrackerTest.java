package dev.fleetcell.sandbox.kubelet;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProbeTrackerTest {
    @Test
    void onlyResultsInARowChangeTheVerdict() {
        ProbeTracker tracker = new ProbeTracker(true, 2, 3);
        feed(tracker, false, false, true, false, false);
        assertTrue(tracker.isPassing());
        feed(tracker, false);
        assertFalse(tracker.isPassing());
        feed(tracker, true, false, true);
        assertFalse(tracker.isPassing());
        feed(tracker, true);
        assertTrue(tracker.isPassing());
    }

    private static void feed(ProbeTracker tracker, boolean... results) {
        for (boolean result : results) {
            tracker.reaches(result);
        }
    }
}
