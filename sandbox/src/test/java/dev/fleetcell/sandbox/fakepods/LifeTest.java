package dev.fleetcell.sandbox.fakepods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.sandbox.kubelet.WaitingReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifeTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private final Life life = new Life();

    @Test
    void itIsReadyWhenItsWarmUpIsOver() {
        Behaviour slow = Behaviour.NORMAL.withWarmUp(Duration.ofSeconds(5));
        assertTrue(life.wantsStart(T0));
        life.started(T0);
        life.passTime(at(4), slow);
        assertFalse(life.isReady(slow));
        assertEquals(Optional.of(at(5)), life.due(slow));
        life.passTime(at(5), slow);
        assertTrue(life.isReady(slow));
        assertEquals(Optional.empty(), life.due(slow));
    }

    @Test
    void aLongerWarmUpForOthersMakesNoWarmPodCold() {
        life.started(T0);
        life.passTime(T0, Behaviour.NORMAL);
        Behaviour slow = Behaviour.NORMAL.withWarmUp(Duration.ofSeconds(5));
        life.passTime(at(1), slow);
        assertTrue(life.isReady(slow));
    }

    @Test
    void neverReadyHoldsForAsLongAsItIsSaid() {
        life.started(T0);
        life.passTime(T0, Behaviour.NORMAL);
        assertFalse(life.isReady(Behaviour.NORMAL.withNeverReady()));
        assertTrue(life.isWarm());
        assertTrue(life.isReady(Behaviour.NORMAL));
    }

    @Test
    void crashesComeWithAKubeletsDelays() {
        Behaviour loop = Behaviour.NORMAL.withCrashLoop();
        List<Long> delays = new ArrayList<>();
        Instant now = T0;
        for (int run = 0; run < 4; run++) {
            assertTrue(life.wantsStart(now));
            life.started(now);
            assertEquals(run, life.restarts());
            assertTrue(life.crashIsDue(now, loop));
            Duration delay = life.crashed(now, "node", "a_ns(uid)");
            delays.add(delay.toSeconds());
            assertEquals(Optional.of(now.plus(delay)), life.due(loop));
            now = now.plus(delay);
        }
        assertEquals(List.of(0L, 10L, 20L, 40L), delays);
        assertEquals(
                new Life.Phase.Waiting(
                        WaitingReason.CRASH_LOOP_BACK_OFF,
                        "back-off 40s restarting failed container=node pod=a_ns(uid)"),
                life.phase());
        assertEquals(1, life.last().orElseThrow().exitCode());
    }

    @Test
    void eachRunWarmsUpAnew() {
        Behaviour slow = Behaviour.NORMAL.withWarmUp(Duration.ofSeconds(5));
        life.started(T0);
        life.passTime(at(5), slow);
        life.crashed(at(6), "node", "a");
        assertFalse(life.isReady(slow));
        life.started(at(7));
        life.passTime(at(7), slow);
        assertFalse(life.isReady(slow));
        life.passTime(at(12), slow);
        assertTrue(life.isReady(slow));
    }

    @Test
    void aCrashLaterIsDueLater() {
        Behaviour later = Behaviour.NORMAL.withCrashAfter(Duration.ofSeconds(30));
        life.started(T0);
        life.passTime(T0, later);
        assertFalse(life.crashIsDue(at(29), later));
        assertEquals(Optional.of(at(30)), life.due(later));
        assertTrue(life.crashIsDue(at(30), later));
    }

    @Test
    void aMissingImageIsAnErrorForASecondAndThenABackOff() {
        life.failedToStart(WaitingReason.ERR_IMAGE_PULL, "no image", T0);
        assertEquals(Optional.of(at(1)), life.due(Behaviour.NORMAL));
        assertFalse(life.wantsStart(at(9)));
        life.passTime(at(1), Behaviour.NORMAL);
        assertEquals(
                new Life.Phase.Waiting(WaitingReason.IMAGE_PULL_BACK_OFF, "Back-off pulling image: no image"),
                life.phase());
        assertEquals(Optional.of(at(10)), life.due(Behaviour.NORMAL));
        assertTrue(life.wantsStart(at(10)));
    }

    @Test
    void anAttemptOnRequestComesAtOnceUnlessItIsHeldForGood() {
        life.failedToStart(WaitingReason.ERR_IMAGE_PULL, "", T0);
        life.tryNow(at(2));
        assertTrue(life.wantsStart(at(2)));
        life.hold(WaitingReason.UNSUPPORTED, "", T0, Instant.MAX);
        life.tryNow(at(3));
        assertFalse(life.wantsStart(at(3)));
        assertEquals(Optional.empty(), life.due(Behaviour.NORMAL));
    }

    @Test
    void whatHasEndedStaysSo() {
        life.started(T0);
        life.end(137, at(1));
        life.end(143, at(2));
        life.crashed(at(3), "node", "a");
        assertEquals(new Life.Phase.Ended(137, T0, at(1)), life.phase());
        assertFalse(life.wantsStart(at(4)));
        assertEquals(Optional.empty(), life.due(Behaviour.NORMAL));
    }

    private static Instant at(long second) {
        return T0.plusSeconds(second);
    }
}
