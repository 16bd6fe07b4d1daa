package dev.fleetcell.operator.restart;

import static dev.fleetcell.operator.restart.Restarts.NOON;
import static dev.fleetcell.operator.restart.Restarts.begun;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.api.v1alpha1.ColdRestart;
import dev.fleetcell.api.v1alpha1.ColdRestartSpec;
import dev.fleetcell.operator.cell.RestartOrders;
import dev.fleetcell.operator.plan.Rate;
import dev.fleetcell.operator.plan.RestartCell;
import dev.fleetcell.operator.plan.RestartPhase;
import dev.fleetcell.operator.plan.RestartPolicy;
import dev.fleetcell.operator.plan.RestartWaitReason;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a restart, and what is refused. */
class RestartObserverTest {
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

    private final KubernetesClient unused =
            new KubernetesClientBuilder().withConfig(Config.empty()).build();
    private List<String> existing = List.of("a", "b", "c");
    private List<String> selected = List.of();

    /** Answers from lists; unlike the real one it asks no API server and forgets nothing. */
    private final CellDirectory directory = new CellDirectory(unused, CLOCK) {
        @Override
        List<String> names(String namespace, Optional<LabelSelector> selector) {
            return selector.isPresent() ? selected : existing;
        }
    };

    private final RestartObserver observer = new RestartObserver(new RestartOrders(), directory, CLOCK);

    @AfterEach
    void close() {
        unused.close();
    }

    private RestartObserver.Sight see(ColdRestart restart, ColdRestart... others) {
        return observer.observe(restart, List.of(others));
    }

    @Test
    void theSpecIsReadWithItsOwnPaceOrTheCells() {
        var restart = Restarts.of("r1", "a");
        assertEquals(RestartPolicy.OF_THE_CELL, see(restart).policy().rate());
        restart.getSpec().pace = new ColdRestartSpec.Pace();
        restart.getSpec().pace.nodesPerHour = 60;
        assertEquals(new Rate(1000, 60), see(restart).policy().rate());
        restart.getSpec().pace.maxWarming = 2;
        assertEquals(new Rate(2, 60), see(restart).policy().rate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01T13:00:00Z", "2026-01-01T14:00:00.000+01:00", "2025-12-31T23:00:00-14:00"})
    void startBeforeIsReadInAnyZone(String time) {
        var restart = Restarts.of("r1", "a");
        restart.getSpec().startBefore = time;
        assertEquals(
                Instant.parse("2026-01-01T13:00:00Z"), see(restart).policy().startBefore());
    }

    @Test
    void whatALaterVersionWroteIsNeverGuessed() {
        var mode = Restarts.of("r1", "a");
        mode.getSpec().mode = null;
        assertUnclear("spec.mode", mode);
        var bootstrap = Restarts.of("r1", "a");
        bootstrap.getSpec().bootstrap.source = null;
        assertUnclear("spec.bootstrap.source", bootstrap);
        var phase = begun("r1", "2026-01-01T11:00:00Z", "a");
        phase.getStatus().phase = "Draining";
        assertUnclear("status.phase", phase);
        var time = Restarts.of("r1", "a");
        time.getSpec().startBefore = "2026-01-01T25:00:00Z";
        assertUnclear("spec.startBefore", time);
    }

    private void assertUnclear(String field, ColdRestart restart) {
        var wait = assertThrows(UnclearException.class, () -> see(restart)).asWait();
        assertEquals(RestartWaitReason.NotUnderstood, wait.reason());
        assertTrue(wait.message().startsWith(field), wait.message());
    }

    @Test
    void aSelectorCountsUntilTheRestartBeginsAndNoLonger() {
        var restart = selecting("r1");
        selected = List.of("a", "b");
        assertEquals(List.of("a", "b"), names(restart));
        restart.setStatus(begun("r1", "2026-01-01T11:00:00Z", "a", "b").getStatus());
        selected = List.of("a", "b", "c");
        assertEquals(List.of("a", "b"), names(restart));
        assertTrue(see(restart).cells().getFirst().known(), "what was selected did exist");
    }

    @Test
    void moreCellsThanStatusCanHoldAreRefused() {
        selected = IntStream.range(0, 1001).mapToObj(i -> "c" + i).toList();
        var wait =
                assertThrows(UnclearException.class, () -> see(selecting("r1"))).asWait();
        assertEquals(RestartWaitReason.TooManyCells, wait.reason());
    }

    private List<String> names(ColdRestart restart) {
        return see(restart).cells().stream().map(RestartCell::name).toList();
    }

    private static ColdRestart selecting(String name) {
        var restart = Restarts.of(name, "x");
        restart.getSpec().cells.names = null;
        restart.getSpec().cells.selector = new LabelSelector();
        return restart;
    }

    @Test
    void aCellWithoutAPassExistsWhenTheApiServerSaysSo() {
        existing = List.of("a");
        var cells = see(Restarts.of("r1", "a", "b")).cells();
        assertTrue(cells.get(0).exists());
        assertFalse(cells.get(1).exists());
        assertFalse(cells.get(1).known());
    }

    @Test
    void aCellThatWasCountedOnceIsKnown() {
        var restart = begun("r1", "2026-01-01T11:00:00Z", "a");
        assertFalse(see(restart).cells().getFirst().known());
        restart.getStatus().cells.getFirst().total = 3;
        var cell = see(restart).cells().getFirst();
        assertTrue(cell.known());
        assertEquals(3, cell.told().orElseThrow().total());
    }

    @Test
    void nothingIsAskedAboutTheCellsOfARestartThatIsOver() {
        var restart = begun("r1", "2026-01-01T11:00:00Z", "a");
        restart.getStatus().phase = "Aborted";
        assertFalse(see(restart).cells().getFirst().exists(), "it has no pass, and nobody was asked");
    }

    @Test
    void theRestartThatBeganFirstGoesFirst() {
        var first = begun("z", "2026-01-01T11:00:00Z", "a", "b");
        var second = begun("m", "2026-01-01T11:00:01Z", "b", "c");
        assertEquals(Optional.empty(), other(first, "b", first, second));
        assertEquals(Optional.of("z"), other(second, "b", first, second));
        assertEquals(Optional.empty(), other(second, "c", first, second));
    }

    @Test
    void ofTwoThatBeganInTheSameSecondTheNameDecides() {
        var a = begun("ra", "2026-01-01T11:00:00Z", "a");
        var b = begun("rb", "2026-01-01T11:00:00Z", "a");
        assertEquals(Optional.empty(), other(a, "a", a, b));
        assertEquals(Optional.of("ra"), other(b, "a", a, b));
    }

    @Test
    void oneThatHasNotBegunIsInNobodysWayAndWaitsForThoseThatHave() {
        var waiting = Restarts.of("ra", "a");
        var atWork = begun("rb", "2026-01-01T11:00:00Z", "a");
        assertEquals(Optional.empty(), other(atWork, "a", waiting, atWork));
        assertEquals(Optional.of("rb"), other(waiting, "a", waiting, atWork));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Completed", "Aborted", "Expired"})
    void oneThatIsOverIsInNobodysWayAndSpeaksOnlyWhereNobodyElseDoes(String phase) {
        var over = begun("ra", "2026-01-01T10:00:00Z", "a");
        over.getStatus().phase = phase;
        var atWork = begun("rb", "2026-01-01T11:00:00Z", "a");
        assertEquals(Optional.empty(), other(atWork, "a", over, atWork));
        assertEquals(Optional.of("rb"), other(over, "a", over, atWork));
        assertEquals(Optional.empty(), other(over, "a", over));
    }

    @Test
    void oneThatIsBeingDeletedIsInNobodysWay() {
        var first = begun("ra", "2026-01-01T10:00:00Z", "a");
        first.getMetadata().setDeletionTimestamp("2026-01-01T11:00:00Z");
        var second = begun("rb", "2026-01-01T11:00:00Z", "a");
        assertEquals(Optional.empty(), other(second, "a", first, second));
    }

    private Optional<String> other(ColdRestart restart, String cell, ColdRestart... all) {
        return see(restart, all).cells().stream()
                .filter(c -> c.name().equals(cell))
                .findFirst()
                .orElseThrow()
                .other();
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        var restart = Restarts.of("r1", "a");
        var plan = Restarts.plan(RestartPhase.Completed, 10, Optional.empty());
        restart.setStatus(Serialization.clone(new RestartStatus(restart, NOON).of(plan)));
        var seen = see(restart);
        assertEquals(Optional.of(RestartPhase.Completed), seen.past().phase());
        assertEquals(plan.startedAt(), seen.past().startedAt());
        assertEquals(plan.cells().getFirst().figures(), seen.cells().getFirst().told());
        assertEquals(
                plan.cells().getFirst().finishedAt(), seen.cells().getFirst().finishedAt());
    }
}
