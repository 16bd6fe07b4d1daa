package dev.fleetcell.operator.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.sandbox.Sandbox;
import dev.fleetcell.sandbox.cluster.Tier;
import dev.fleetcell.sandbox.process.LocalProcess;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operator's process with rights in two namespaces only, on a real API server. No controller runs, so no pod starts. */
class WatchNamespacesIT {
    private static Sandbox sandbox;
    private static Path kubeconfig;

    @BeforeAll
    static void start() throws IOException {
        sandbox = Sandbox.builder()
                .tier(Tier.API_SERVER)
                .progress(System.err::println)
                .start();
        kubectl("apply", "-f", Path.of("../crds").toRealPath() + "/");
        kubectl("apply", "-f", Path.of("rbac.yaml").toRealPath().toString());
        kubectl("wait", "--for=condition=Established", "crd/fleetcells.fleetcell.dev", "--timeout=20s");
        kubectl("delete", "clusterrolebinding", "fleetcell-operator");
        for (var name : List.of("team-a", "team-b", "elsewhere")) {
            sandbox.admin()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        }
        for (var name : List.of("team-a", "team-b")) {
            kubectl(
                    "create",
                    "rolebinding",
                    "fleetcell-operator",
                    "--namespace=" + name,
                    "--clusterrole=fleetcell-operator",
                    "--serviceaccount=fleetcell-system:fleetcell-operator");
        }
        kubeconfig = sandbox.kubeconfigFor("fleetcell-system", "fleetcell-operator");
    }

    @AfterAll
    static void stop() throws IOException {
        sandbox.close();
    }

    @Test
    void cellsOfTheNamedNamespacesAreLookedAfterAndNoOthersAreTouched() throws IOException {
        create("elsewhere", 1);
        var operator = operator("team-a, team-b");
        create("team-a", 1);
        create("team-b", 1);
        awaitStatus("team-a", operator);
        awaitStatus("team-b", operator);
        assertEquals(
                1,
                sandbox.admin()
                        .apps()
                        .statefulSets()
                        .inNamespace("team-a")
                        .list()
                        .getItems()
                        .size());

        // a second round through the whole machinery, so that "elsewhere" had every chance
        sandbox.admin()
                .resources(FleetCell.class)
                .inNamespace("team-a")
                .withName("cell")
                .scale(2);
        await("the change of team-a's cell is seen")
                .atMost(Duration.ofMinutes(1))
                .until(() -> cell("team-a").getStatus().nodes.desired == 2);
        assertNull(cell("elsewhere").getStatus(), "a cell that nobody looks after has no status");
        assertTrue(operator.isAlive(), operator.tail(40));
        var log = Files.readString(operator.log());
        assertTrue(log.contains("start version="), log);
        assertTrue(log.contains("namespaces=team-a,team-b lease="), log);

        var refused = assertThrows(
                KubernetesClientException.class,
                () -> sandbox.admin()
                        .resources(FleetCell.class)
                        .inNamespace("elsewhere")
                        .withName("cell")
                        .scale(1000));
        assertEquals(422, refused.getCode(), "door 1 holds in every namespace");
        operator.terminate(Duration.ofSeconds(10));
    }

    @Test
    void aMistypedNameEndsTheProcessWithWhatToWrite() throws IOException {
        var operator = operator("team-a,,team-b");
        assertTrue(operator.awaitExit(Duration.ofMinutes(1)), operator.tail(40));
        assertEquals(78, operator.exit().join(), operator.tail(40));
        assertTrue(
                operator.tail(40).startsWith("FLEETCELL_OPERATOR_WATCH_NAMESPACES: '' is no name of a namespace"),
                operator.tail(40));
    }

    /** A Role goes with its namespace, so this is also what happens to a namespace that was deleted. */
    @Test
    void aNamespaceThatItMayNotReadEndsTheProcessWithWhatToLookAt() throws IOException {
        var operator = operator("elsewhere,team-a");
        assertTrue(operator.awaitExit(Duration.ofMinutes(2)), operator.tail(40));
        assertEquals(1, operator.exit().join(), operator.tail(40));
        var log = Files.readString(operator.log());
        assertTrue(log.contains("may it read them in every namespace that it watches"), log);
    }

    private static LocalProcess operator(String namespaces) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var jar = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString();
        return sandbox.processes()
                .start(
                        "operator-of-" + namespaces.replaceAll("[^a-z]+", "-"),
                        List.of(java, "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar),
                        Map.of(
                                "KUBECONFIG",
                                kubeconfig.toString(),
                                "FLEETCELL_OPERATOR_ADDRESS",
                                sandbox.loopback().next(),
                                "FLEETCELL_OPERATOR_WATCH_NAMESPACES",
                                namespaces));
    }

    private static void awaitStatus(String namespace, LocalProcess operator) {
        await("the cell of " + namespace + " has a status")
                .atMost(Duration.ofMinutes(1))
                .conditionEvaluationListener(evaluated -> {
                    if (evaluated.getRemainingTimeInMS() <= 0) {
                        System.err.println(operator.tail(60));
                    }
                })
                .until(() -> cell(namespace).getStatus() != null);
    }

    private static FleetCell cell(String namespace) {
        return sandbox.admin()
                .resources(FleetCell.class)
                .inNamespace(namespace)
                .withName("cell")
                .require();
    }

    private static void create(String namespace, int capacity) {
        sandbox.admin()
                .resource(Serialization.unmarshal("""
                        apiVersion: fleetcell.dev/v1alpha1
                        kind: FleetCell
                        metadata: {name: cell, namespace: %s}
                        spec:
                          capacity: %d
                          threads: {limit: 128, groups: [{name: all, fixed: 46}, {name: mesh, perPeer: 1}]}
                          template: {spec: {containers: [{name: node, image: none}]}}
                        """.formatted(namespace, capacity), FleetCell.class))
                .create();
    }

    private static void kubectl(String... arguments) throws IOException {
        var result = sandbox.kubectl(arguments);
        assertEquals(0, result.exitCode(), () -> String.join(" ", arguments) + ": " + result.err());
    }
}
