package dev.fleetcell.operator.restart;

import dev.fleetcell.api.v1alpha1.ColdRestartStatus;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Nodes of each restart by their state. The states of one restart add up to all its nodes. */
@ApplicationScoped
class RestartMetrics {
    private final Map<ResourceID, ColdRestartStatus> restarts = new ConcurrentHashMap<>();
    private final MultiGauge nodes;

    RestartMetrics(MeterRegistry registry) {
        nodes = MultiGauge.builder("fleetcell.restart.nodes")
                .description("Nodes of a ColdRestart: due (not restarted yet), warming, failed, done")
                .register(registry);
    }

    void update(ResourceID restart, ColdRestartStatus status) {
        restarts.put(restart, status);
        register();
    }

    void forget(ResourceID restart) {
        if (restarts.remove(restart) != null) {
            register();
        }
    }

    private synchronized void register() {
        nodes.register(
                restarts.entrySet().stream()
                        .filter(e -> e.getValue().nodes != null)
                        .flatMap(e -> rows(e.getKey(), e.getValue().nodes))
                        .toList(),
                true);
    }

    private static Stream<Row<?>> rows(ResourceID restart, ColdRestartStatus.Nodes nodes) {
        return Stream.of(
                row(restart, "due", nodes.total - nodes.restarted),
                row(restart, "warming", nodes.warming),
                row(restart, "failed", nodes.failed),
                row(restart, "done", nodes.restarted - nodes.warming - nodes.failed));
    }

    private static Row<?> row(ResourceID restart, String state, int value) {
        return Row.of(
                Tags.of(
                        "namespace", restart.getNamespace().orElse(""),
                        "restart", restart.getName(),
                        "state", state),
                value);
    }
}
