package dev.fleetcell.operator.restart;

import static dev.fleetcell.operator.restart.Restarts.NOON;
import static dev.fleetcell.operator.restart.Restarts.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fleetcell.api.v1alpha1.ColdRestart;
import dev.fleetcell.api.v1alpha1.ColdRestartStatus;
import dev.fleetcell.operator.cell.StaleCacheException;
import dev.fleetcell.operator.plan.RestartPhase;
import dev.fleetcell.operator.plan.RestartWait;
import dev.fleetcell.operator.plan.RestartWaitReason;
import dev.fleetcell.operator.plan.WaitReason;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When status is written, and which events go out. */
class RestartRecorderTest {
    private static final RestartWait STORE_DOWN =
            new RestartWait(RestartWaitReason.CellWaits, Optional.of(WaitReason.StoreDown), "a: StoreDown: no answer");
    private static final RestartWait PACE =
            new RestartWait(RestartWaitReason.CellWaits, Optional.of(WaitReason.Pace), "a: Pace: in 3 s");

    private final ColdRestart restart = Restarts.of("r1", "a");
    private final List<ColdRestartStatus> written = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RestartMetrics metrics = new RestartMetrics(registry);
    private RestartRecorder recorder = recorder();
    private boolean stale;

    /** Keeps what is told instead of sending it. */
    private RestartRecorder recorder() {
        return new RestartRecorder(this::write, (about, event, note) -> events.add(event + ": " + note), metrics);
    }

    private void write(ColdRestart read, ColdRestartStatus status) {
        if (stale) {
            throw new StaleCacheException();
        }
        written.add(status);
        read.setStatus(status);
    }

    private void pass(RestartPhase phase, int restarted, Optional<RestartWait> wait, long second) {
        recorder.record(restart, plan(phase, restarted, wait), NOON.plusSeconds(second));
    }

    private void runs(int restarted, long second) {
        pass(RestartPhase.Running, restarted, Optional.empty(), second);
    }

    @Test
    void figuresThatMoveAreWrittenAtMostOnceInTenSeconds() {
        for (int second = 0; second < 40; second++) {
            runs(second / 4, second);
        }
        assertEquals(
                List.of("0/10", "2/10", "5/10", "7/10"),
                written.stream().map(s -> s.progress).toList());
    }

    @Test
    void atRestNothingIsWritten() {
        for (int second = 0; second < 1000; second += 10) {
            pass(RestartPhase.Paused, 4, Optional.of(RestartWait.of(RestartWaitReason.Paused, "paused")), second);
        }
        assertEquals(1, written.size());
    }

    @Test
    void whatIsOverIsWrittenOnceAndLeftAsItEnded() {
        runs(9, 0);
        pass(RestartPhase.Completed, 10, Optional.empty(), 754);
        for (int second = 800; second < 2000; second += 10) {
            pass(RestartPhase.Completed, 3, Optional.empty(), second);
        }
        assertEquals(2, written.size());
        assertEquals("10/10", written.getLast().progress);
        assertNull(written.getLast().wait);
        assertEquals(
                List.of(
                        "RestartStarted: goes on: 9/10 nodes carry its name already",
                        "CellRestarted: a: every node was restarted and is Ready (10)",
                        "RestartCompleted: 10/10 nodes in 12 min 34 s"),
                events);
    }

    @Test
    void anEditOfWhatIsOverIsSeenAndChangesNothingElse() {
        pass(RestartPhase.Aborted, 5, Optional.of(RestartWait.of(RestartWaitReason.FailedNodes, "3 failed")), 0);
        restart.getMetadata().setGeneration(2L);
        pass(RestartPhase.Aborted, 10, Optional.empty(), 10);
        assertEquals(2, written.size());
        assertEquals(2L, written.getLast().observedGeneration);
        assertEquals("5/10", written.getLast().progress);
        assertEquals(Map.of("Ready", "False", "Reconciling", "False", "Stalled", "True"), conditions());
    }

    @Test
    void anEdgeIsWrittenAtOnce() {
        runs(0, 0);
        pass(RestartPhase.Running, 0, Optional.of(STORE_DOWN), 1);
        pass(RestartPhase.Paused, 0, Optional.of(RestartWait.of(RestartWaitReason.Paused, "paused")), 2);
        runs(0, 3);
        pass(RestartPhase.Aborted, 5, Optional.of(RestartWait.of(RestartWaitReason.FailedNodes, "3 failed")), 4);
        assertEquals(5, written.size());
        assertEquals(
                List.of(
                        "RestartStarted: cells: 1, nodes: 10",
                        "RestartHeld: 0/10: a: StoreDown: no answer",
                        "RestartPaused: 0/10: paused",
                        "RestartAborted: 5/10: 3 failed"),
                events);
    }

    @Test
    void aWaitThatComesWithEveryNodeIsNoNews() {
        for (int second = 0; second < 10; second++) {
            pass(RestartPhase.Running, 0, second % 2 == 0 ? Optional.empty() : Optional.of(PACE), second);
        }
        assertEquals(1, written.size());
        assertEquals(List.of("RestartStarted: cells: 1, nodes: 10"), events);
    }

    @Test
    void theSameReasonAgainWithinMinutesHasNoSecondEvent() {
        for (int second = 0; second < 600; second++) {
            pass(RestartPhase.Running, 0, second % 2 == 0 ? Optional.empty() : Optional.of(STORE_DOWN), second);
        }
        assertEquals(1, held());
        pass(RestartPhase.Running, 0, Optional.of(STORE_DOWN), 1000);
        pass(RestartPhase.Running, 0, Optional.empty(), 1001);
        pass(RestartPhase.Running, 0, Optional.of(STORE_DOWN), 1002);
        assertEquals(2, held());
    }

    private long held() {
        return events.stream().filter(e -> e.startsWith("RestartHeld")).count();
    }

    @Test
    void anotherOperatorTellsNothingASecondTime() {
        runs(0, 0);
        pass(RestartPhase.Running, 0, Optional.of(STORE_DOWN), 1);
        recorder = recorder();
        pass(RestartPhase.Running, 0, Optional.of(STORE_DOWN), 2);
        assertEquals(2, written.size());
        assertEquals(2, events.size(), events.toString());
    }

    @Test
    void whatCouldNotBeWrittenIsNotToldEither() {
        stale = true;
        assertThrows(StaleCacheException.class, () -> runs(0, 0));
        assertEquals(List.of(), events);
        stale = false;
        runs(0, 1);
        assertEquals(List.of("RestartStarted: cells: 1, nodes: 10"), events);
    }

    @Test
    void aWaitKeepsTheTimeSinceWhen() {
        pass(RestartPhase.Running, 0, Optional.of(STORE_DOWN), 0);
        pass(RestartPhase.Running, 1, Optional.of(STORE_DOWN), 60);
        assertEquals(NOON.toString(), written.getLast().wait.since);
        assertEquals("StoreDown", written.getLast().wait.reason);
    }

    @Test
    void theConditionsAreWhatKstatusReads() {
        runs(1, 0);
        assertEquals(Map.of("Ready", "False", "Reconciling", "True", "Stalled", "False"), conditions());
        pass(RestartPhase.Running, 1, Optional.of(RestartWait.of(RestartWaitReason.CellNotFound, "no b")), 1);
        assertEquals(Map.of("Ready", "False", "Reconciling", "False", "Stalled", "True"), conditions());
        pass(RestartPhase.Paused, 1, Optional.of(RestartWait.of(RestartWaitReason.Paused, "paused")), 2);
        assertEquals(Map.of("Ready", "False", "Reconciling", "False", "Stalled", "False"), conditions());
        pass(RestartPhase.Completed, 10, Optional.empty(), 3);
        assertEquals(Map.of("Ready", "True", "Reconciling", "False", "Stalled", "False"), conditions());
        assertEquals(NOON.plusSeconds(3).toString(), transition("Ready"));
        assertEquals(NOON.plusSeconds(2).toString(), transition("Stalled"), "it was no more since the pause");
    }

    private Map<String, String> conditions() {
        var conditions = new TreeMap<String, String>();
        written.getLast().conditions.forEach(c -> conditions.put(c.type, c.status));
        return conditions;
    }

    private String transition(String type) {
        return written.getLast().conditions.stream()
                .filter(c -> c.type.equals(type))
                .findFirst()
                .orElseThrow()
                .lastTransitionTime;
    }

    @Test
    void aCellThatIsAskedJustNowIsNotWaitedForYet() {
        var asked = RestartWait.of(RestartWaitReason.CellAsked, "a was asked");
        pass(RestartPhase.Running, 0, Optional.of(asked), 0);
        assertNull(written.getLast().wait);
        pass(RestartPhase.Running, 0, Optional.of(asked), 10);
        assertEquals("CellAsked", written.getLast().wait.reason);
    }

    @Test
    void aFailedPassStandsInStatusOnceUntilTheNextGoodOne() {
        runs(4, 0);
        for (int second = 1; second < 60; second++) {
            recorder.recordHeld(
                    restart,
                    RestartWait.of(RestartWaitReason.PassFailed, "failed " + second),
                    NOON.plusSeconds(second));
        }
        assertEquals(2, written.size());
        assertEquals("PassFailed", written.getLast().wait.reason);
        assertEquals("4/10", written.getLast().progress);
        assertEquals("Running", written.getLast().phase);
        runs(4, 60);
        assertEquals(3, written.size());
        assertNull(written.getLast().wait);
    }

    @Test
    void anObjectThatIsNotUnderstoodSaysSoAndIsStalled() {
        var wait = RestartWait.of(RestartWaitReason.NotUnderstood, "spec.mode holds ...");
        recorder.recordHeld(restart, wait, NOON);
        recorder.recordHeld(restart, wait, NOON.plusSeconds(10));
        assertEquals(1, written.size());
        assertEquals("Pending", written.getLast().phase);
        assertEquals("True", conditions().get("Stalled"));
        restart.getMetadata().setGeneration(2L);
        recorder.recordHeld(restart, wait, NOON.plusSeconds(20));
        assertEquals(2L, written.getLast().observedGeneration, "kstatus would wait for ever for an older one");
    }

    @Test
    void itsGaugesAddUpToAllNodesAndGoWithIt() {
        runs(4, 0);
        assertEquals(6, gauge("due"));
        assertEquals(4, gauge("done"));
        recorder.forget(new ResourceID("r1", "default"));
        assertNull(registry.find("fleetcell.restart.nodes").gauge());
    }

    private double gauge(String state) {
        return registry.get("fleetcell.restart.nodes")
                .tag("state", state)
                .gauge()
                .value();
    }
}
