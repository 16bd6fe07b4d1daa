package dev.fleetcell.operator.life;

import static org.awaitility.Awaitility.await;

import dev.fleetcell.api.v1alpha1.ColdRestart;
import dev.fleetcell.operator.cell.Cluster;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.awaitility.core.ConditionTimeoutException;

/** ColdRestarts of one cell. */
final class Restarts {
    /** The annotation of a node that was restarted. */
    static final String STAMP = "fleetcell.dev/restart";

    private Restarts() {}

    /** Creates one at the cell's own pace. */
    static void create(Cluster cluster, String name, String cell) {
        create(cluster, name, cell, "{}");
    }

    /**
     * Creates one.
     *
     * @param pace as YAML, for instance {@code {nodesPerHour: 600}}
     */
    static void create(Cluster cluster, String name, String cell, String pace) {
        var restart = Serialization.unmarshal(
                """
                apiVersion: fleetcell.dev/v1alpha1
                kind: ColdRestart
                metadata: {name: %s, namespace: default}
                spec:
                  cells: {names: [%s]}
                  pace: %s
                  bakeSeconds: 0
                  startBefore: "%s"
                """.formatted(
                                name,
                                cell,
                                pace,
                                Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS)),
                ColdRestart.class);
        cluster.sandbox.admin().resource(restart).create();
    }

    static ColdRestart awaitPhase(Cluster cluster, String name, String phase) {
        var resource = cluster.sandbox
                .admin()
                .resources(ColdRestart.class)
                .inNamespace("default")
                .withName(name);
        try {
            return await("restart " + name + " is " + phase)
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(200))
                    .until(resource::get, r -> r.getStatus() != null && phase.equals(r.getStatus().phase));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "restart %s is not %s: %s".formatted(name, phase, Serialization.asYaml(resource.get())),
                    e.getCause());
        }
    }
}
