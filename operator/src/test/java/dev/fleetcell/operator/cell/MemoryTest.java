package dev.fleetcell.operator.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fleetcell.api.v1alpha1.FleetCellStatus;
import dev.fleetcell.operator.threads.Census;
import dev.fleetcell.operator.threads.Census.CellKey;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is remembered of a cell goes with it, though nobody says that it went. */
class MemoryTest {
    private static final CellKey GONE = new CellKey("default", "gone");
    private static final CellKey THERE = new CellKey("default", "there");

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final KubernetesClient unused =
            new KubernetesClientBuilder().withConfig(Config.empty()).build();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CellMetrics metrics = new CellMetrics(registry);
    private final StatusWriter writer = new StatusWriter(unused, clock);
    private final Starts starts = new Starts();
    private final Memory memory = new Memory(
            new Census(clock, new SimpleMeterRegistry()),
            new Publisher(new CellEvents(unused, clock), metrics, writer, starts, clock),
            new Applier(unused, clock),
            starts,
            new Sightings(),
            new RestartOrders(),
            writer,
            clock);

    @AfterEach
    void close() {
        memory.stop();
        unused.close();
    }

    @Test
    void aCellThatHadNoPassForMinutesIsForgottenAndNoOther() {
        pass(GONE);
        pass(THERE);
        now = now.plus(Memory.GONE.dividedBy(2));
        pass(THERE);
        memory.sweep();
        assertEquals(Set.of("gone", "there"), told());

        now = now.plus(Memory.GONE.dividedBy(2)).plus(Duration.ofSeconds(1));
        memory.sweep();
        assertEquals(Set.of("there"), told());
    }

    @Test
    void aCellThatIsBeingDeletedIsForgottenAtOnce() {
        pass(GONE);
        memory.forget(GONE);
        assertEquals(Set.of(), told());
    }

    private void pass(CellKey cell) {
        memory.passes(cell);
        var status = new FleetCellStatus();
        status.change = new FleetCellStatus.Change();
        status.change.wait = "Pace";
        metrics.update(cell, status);
    }

    /** Cells of which there is a gauge. */
    private Set<String> told() {
        return registry.getMeters().stream()
                .map(meter -> Objects.requireNonNull(meter.getId().getTag("cell")))
                .collect(Collectors.toSet());
    }
}
