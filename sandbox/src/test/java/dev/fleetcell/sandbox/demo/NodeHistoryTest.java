package dev.fleetcell.sandbox.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeHistoryTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final NodeHistory history = new NodeHistory(List.of(ready("0", "a"), ready("1", "b")));

    @Test
    void aNodeThatIsReplacedIsAwayFromTheMomentItIsAskedToGoUntilItsSuccessorIsReady() {
        history.is(leaving("1", "b", "2026-11-21T12:00:10Z", 10));
        assertEquals(1, history.fewestServing());
        history.isGone(leaving("1", "b", "2026-11-21T12:00:10Z", 10), NOW.plusSeconds(2));
        history.is(pod("1", "c", "False"));
        history.is(ready("1", "c"));
        assertEquals(1, history.fewestServing());
        assertEquals(
                List.of("c"), history.born().stream().map(NodeHistoryTest::uid).toList());
        assertEquals(Map.of("b", NOW), history.evicted());
        assertEquals(2, history.present().stream().filter(NodeHistory::serves).count());
    }

    @Test
    void whatLastedAMomentIsKept() {
        history.is(pod("0", "a", "False"));
        history.is(pod("1", "b", "False"));
        history.is(ready("0", "a"));
        history.is(ready("1", "b"));
        assertEquals(0, history.fewestServing());
        assertTrue(history.born().isEmpty(), "nothing came");
        assertTrue(history.evicted().isEmpty(), "nothing went");
    }

    @Test
    void aShorterGracePeriodLaterOnIsNoOtherEviction() {
        history.is(leaving("0", "a", "2026-11-21T12:00:10Z", 10));
        history.is(leaving("0", "a", "2026-11-21T12:00:03Z", 0));
        assertEquals(Map.of("a", NOW), history.evicted());
    }

    @Test
    void aNodeThatIsGoneAtOnceWasAskedToGoThen() {
        history.isGone(ready("0", "a"), NOW);
        assertEquals(Map.of("a", NOW), history.evicted());
        assertEquals(1, history.fewestServing());
    }

    @Test
    void aNodeOnItsWayOutServesNoMoreAlthoughItIsReady() {
        assertTrue(NodeHistory.serves(ready("0", "a")));
        assertFalse(NodeHistory.serves(leaving("0", "a", "2026-11-21T12:00:10Z", 10)));
    }

    private static Pod ready(String name, String uid) {
        return pod(name, uid, "True");
    }

    private static Pod leaving(String name, String uid, String until, long graceSeconds) {
        return new PodBuilder(ready(name, uid))
                .editMetadata()
                .withDeletionTimestamp(until)
                .withDeletionGracePeriodSeconds(graceSeconds)
                .endMetadata()
                .build();
    }

    private static Pod pod(String name, String uid, String ready) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(uid)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready)
                .endCondition()
                .endStatus()
                .build();
    }

    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }
}
