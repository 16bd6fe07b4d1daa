package dev.fleetcell.sandbox.fakepods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.sandbox.kubelet.WaitingReason;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FakeStatusTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00.9Z");

    private final Life life = new Life();
    private final FakeStatus view = new FakeStatus(Pods.pod("a-0"), "127.1.2.3", "127.1.2.1", T0);

    @Test
    void beforeItsStartItIsPendingAndHasAnAddress() {
        PodStatus status = view.of(life, false, "", T0);
        assertEquals("Pending", status.getPhase());
        assertEquals("127.1.2.3", status.getPodIP());
        assertEquals("127.1.2.1", status.getHostIP());
        assertEquals("2026-01-01T00:00:00Z", status.getStartTime());
        ContainerStatus container = status.getContainerStatuses().getFirst();
        assertEquals("node", container.getName());
        assertEquals("ContainerCreating", container.getState().getWaiting().getReason());
        assertFalse(container.getStarted());
        PodCondition ready = condition(status, "Ready");
        assertEquals("False", ready.getStatus());
        assertEquals("ContainersNotReady", ready.getReason());
        assertEquals("containers with unready status: [node]", ready.getMessage());
    }

    @Test
    void readinessKeepsTheTimeOfItsLastChange() {
        life.started(T0);
        assertEquals("Running", view.of(life, false, "", T0).getPhase());
        PodStatus ready = view.of(life, true, "", T0.plusSeconds(2));
        assertEquals("True", condition(ready, "Ready").getStatus());
        assertEquals("", condition(ready, "Ready").getReason());
        assertTrue(ready.getContainerStatuses().getFirst().getReady());
        assertEquals(ready, view.of(life, true, "", T0.plusSeconds(5)));
        assertEquals("2026-01-01T00:00:02Z", condition(ready, "Ready").getLastTransitionTime());
    }

    @Test
    void betweenCrashesItIsRunningWithARecordOfTheLast() {
        life.started(T0);
        life.crashed(T0, "node", "a");
        life.started(T0);
        life.crashed(T0, "node", "a");
        PodStatus status = view.of(life, false, "", T0);
        assertEquals("Running", status.getPhase());
        ContainerStatus container = status.getContainerStatuses().getFirst();
        assertEquals(1, container.getRestartCount());
        assertEquals(
                WaitingReason.CRASH_LOOP_BACK_OFF.value(),
                container.getState().getWaiting().getReason());
        assertEquals(1, container.getLastState().getTerminated().getExitCode());
        assertEquals("Error", container.getLastState().getTerminated().getReason());
    }

    @Test
    void anEvictedPodHasFailedForAReason() {
        life.started(T0);
        life.end(137, T0);
        PodStatus status = view.of(life, false, "no memory", T0);
        assertEquals("Failed", status.getPhase());
        assertEquals("Evicted", status.getReason());
        assertEquals("no memory", status.getMessage());
        assertEquals(
                "TerminationByKubelet", condition(status, "DisruptionTarget").getReason());
        assertEquals("PodFailed", condition(status, "Ready").getReason());
        assertNull(view.of(life, false, "", T0).getReason());
    }

    private static PodCondition condition(PodStatus status, String type) {
        return status.getConditions().stream()
                .filter(c -> c.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
