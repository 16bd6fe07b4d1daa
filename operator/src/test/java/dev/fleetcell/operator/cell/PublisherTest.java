package dev.fleetcell.operator.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.api.v1alpha1.FleetCellStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often failed passes are told, whether or not the API server takes what is told. */
class PublisherTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    private final KubernetesClient unused =
            new KubernetesClientBuilder().withConfig(Config.empty()).build();
    private final FakeCellEvents events = new FakeCellEvents(unused);
    private final FakeStatusWriter writer = new FakeStatusWriter(unused);
    private final Publisher publisher =
            new Publisher(events, new CellMetrics(new SimpleMeterRegistry()), writer, new Starts(), NOON);
    private final FleetCell cell = cell();

    @AfterEach
    void close() {
        unused.close();
    }

    @Test
    void aSingleFailureSaysNothing() {
        publisher.publishFailure(cell, new IllegalStateException(), 0);
        assertEquals(0, writer.written);
        assertEquals(List.of(), events.kinds());
    }

    @Test
    void aStatusThatCannotBeWrittenMakesOneEventHoweverOftenItIsTried() {
        for (int attempt = 0; attempt < 5; attempt++) { // the cell keeps its status: no write arrives
            publisher.publishFailure(cell, new IllegalStateException("try " + attempt), attempt);
        }
        assertEquals(List.of("IllegalStateException: try 1"), events.kinds());
    }

    @Test
    void kindsThatAlternateHaveOneEventEachAndStatusHasTheLast() {
        for (int attempt = 0; attempt < 7; attempt++) {
            var failure = attempt % 2 == 0 ? new IllegalStateException("even") : new NullPointerException("odd");
            publisher.publishFailure(cell, failure, attempt);
            writer.last.ifPresent(cell::setStatus);
        }
        assertEquals(List.of("NullPointerException: odd", "IllegalStateException: even"), events.kinds());
        assertTrue(cell.getStatus().change.message.endsWith("IllegalStateException: even"));
    }

    @Test
    void afterAGoodPassTheSameKindIsNewsAgain() {
        failTwice();
        failTwice();
        assertEquals(2, events.kinds().size(), events.kinds().toString());
    }

    @Test
    void aCellThatIsForgottenStartsAnew() {
        failTwice();
        publisher.forget(Observer.key(cell));
        publisher.publishFailure(cell, new IllegalStateException("again"), 1);
        assertEquals(2, events.kinds().size(), events.kinds().toString());
    }

    @Test
    void whatAnOperatorBeforeHasToldIsNotToldAgain() {
        cell.setStatus(new PassFailure(cell, new IllegalStateException("before")).status(NOON.instant()));
        failTwice();
        assertEquals(List.of(), events.kinds());
    }

    /** Attempt 0 follows a good pass. */
    private void failTwice() {
        publisher.publishFailure(cell, new IllegalStateException("no"), 0);
        publisher.publishFailure(cell, new IllegalStateException("no"), 1);
    }

    private static FleetCell cell() {
        var cell = new FleetCell();
        cell.getMetadata().setName("a");
        cell.getMetadata().setNamespace("default");
        cell.getMetadata().setUid("u");
        return cell;
    }

    /** Keeps the last status instead of writing it; it never finds that somebody else has written. */
    private static final class FakeStatusWriter extends StatusWriter {
        private Optional<FleetCellStatus> last = Optional.empty();
        private int written;

        FakeStatusWriter(KubernetesClient client) {
            super(client, NOON);
        }

        @Override
        public <S, R extends CustomResource<?, S>> R write(R read, R bare, S status) {
            last = Optional.of((FleetCellStatus) status);
            written++;
            return read;
        }
    }

    /** Keeps notes instead of writing events; unlike the real one it asks no API server and cuts nothing. */
    private static final class FakeCellEvents extends CellEvents {
        private final List<String> notes = new ArrayList<>();

        FakeCellEvents(KubernetesClient client) {
            super(client, NOON);
        }

        @Override
        void send(FleetCell cell, EventReason reason, String note) {
            assertEquals(EventReason.PassFailed, reason);
            notes.add(note);
        }

        List<String> kinds() {
            return notes.stream()
                    .map(n -> n.replace("the last pass failed and is tried again: ", ""))
                    .toList();
        }
    }
}
