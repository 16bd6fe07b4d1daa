package dev.fleetcell.sandbox.fakepods;

import static dev.fleetcell.sandbox.Failure.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fleetcell.sandbox.fakepods.ReportBehaviour.Answer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BehaviourTest {
    private static final Duration NEGATIVE = Duration.ofSeconds(-1);

    @Test
    void everyWitherChangesItsOwnPartOnly() {
        Duration one = Duration.ofSeconds(1);
        Duration two = Duration.ofSeconds(2);
        Duration three = Duration.ofSeconds(3);
        ReportBehaviour report =
                new ReportBehaviour(Answer.ERROR, one, 4, 5, 6, Optional.of("a"), OptionalInt.of(7), 8, Set.of("b"));
        assertEquals(
                report,
                ReportBehaviour.TRUE
                        .withAnswer(Answer.ERROR)
                        .withDelay(one)
                        .withSilenceAfter(4)
                        .withModel(5, 6)
                        .withNode("a")
                        .withTasks(7)
                        .withRefusedStarts(8)
                        .withMissedPeers(Set.of("b")));
        assertEquals(
                new Behaviour(one, true, Optional.of(two), true, three, true, report),
                Behaviour.NORMAL
                        .withWarmUp(one)
                        .withNeverReady()
                        .withCrashAfter(two)
                        .withImageMissing()
                        .withTerminationDelay(three)
                        .withNeverTerminates()
                        .withReport(report));
    }

    @Test
    void whatCannotBeIsRefusedByName() {
        assertSays(IllegalArgumentException.class, () -> Behaviour.NORMAL.withWarmUp(NEGATIVE), "warmUp", "PT-1S");
        assertSays(IllegalArgumentException.class, () -> Behaviour.NORMAL.withCrashAfter(NEGATIVE), "crashAfter");
        assertSays(
                IllegalArgumentException.class,
                () -> Behaviour.NORMAL.withTerminationDelay(NEGATIVE),
                "terminationDelay");
        assertSays(IllegalArgumentException.class, () -> ReportBehaviour.TRUE.withDelay(NEGATIVE), "delay");
        assertSays(IllegalArgumentException.class, () -> ReportBehaviour.TRUE.withSilenceAfter(-1), "silentAfter");
    }

    @Test
    void missedPeersAreACopy() {
        Set<String> names = new HashSet<>(Set.of("a"));
        ReportBehaviour report = ReportBehaviour.TRUE.withMissedPeers(names);
        names.add("b");
        assertEquals(Set.of("a"), report.missedPeers());
    }
}
