package dev.fleetcell.operator.restart;

import dev.fleetcell.api.v1alpha1.ColdRestart;
import dev.fleetcell.api.v1alpha1.ColdRestartSpec;
import dev.fleetcell.api.v1alpha1.ColdRestartStatus;
import dev.fleetcell.operator.plan.RestartFigures;
import dev.fleetcell.operator.plan.RestartPhase;
import dev.fleetcell.operator.plan.RestartPlan;
import dev.fleetcell.operator.plan.RestartWait;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Restarts and plans for tests. */
final class Restarts {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private Restarts() {}

    /** As the API server gives it out: with every default. */
    static ColdRestart of(String name, String... cells) {
        var restart = new ColdRestart();
        restart.getMetadata().setName(name);
        restart.getMetadata().setNamespace("default");
        restart.getMetadata().setUid("uid-" + name);
        restart.getMetadata().setResourceVersion("1");
        restart.getMetadata().setGeneration(1L);
        restart.setSpec(Serialization.unmarshal("""
                cells: {names: [%s]}
                mode: Rolling
                bootstrap: {source: MetadataStore}
                bakeSeconds: 300
                abortOn: {failedNodes: 3}
                startBefore: "2026-01-01T13:00:00Z"
                paused: false
                """.formatted(String.join(", ", cells)), ColdRestartSpec.class));
        return restart;
    }

    /** One that is at work on its cells. */
    static ColdRestart begun(String name, String startedAt, String... cells) {
        var restart = of(name, cells);
        var status = new ColdRestartStatus();
        status.phase = "Running";
        status.startedAt = startedAt;
        status.cells = Arrays.stream(cells)
                .map(c -> {
                    var cell = new ColdRestartStatus.Cell();
                    cell.name = c;
                    return cell;
                })
                .toList();
        restart.setStatus(status);
        return restart;
    }

    /** A plan for one cell {@code a} of ten nodes. */
    static RestartPlan plan(RestartPhase phase, int restarted, Optional<RestartWait> wait) {
        return new RestartPlan(
                phase,
                phase == RestartPhase.Pending ? Optional.empty() : Optional.of(NOON),
                phase.isFinal() ? Optional.of(NOON.plusSeconds(754)) : Optional.empty(),
                Optional.of("a"),
                List.of(new RestartPlan.Cell(
                        "a",
                        phase,
                        Optional.of(new RestartFigures(10, restarted, 0, 0)),
                        phase == RestartPhase.Completed ? Optional.of(NOON.plusSeconds(754)) : Optional.empty(),
                        false)),
                Map.of(),
                wait,
                Optional.empty(),
                Optional.empty());
    }
}
