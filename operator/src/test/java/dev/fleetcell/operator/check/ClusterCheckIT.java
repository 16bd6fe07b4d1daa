package dev.fleetcell.operator.check;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.sandbox.Sandbox;
import dev.fleetcell.sandbox.cluster.Tier;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks of {@code helm test} on a real API server, with no more rights than the chart gives them. */
class ClusterCheckIT {
    private static final String CRD =
            Path.of("../crds/fleetcells.fleetcell.dev.yaml").toAbsolutePath().toString();
    private static final String NAMESPACE = "fleetcell-system";
    private static final String RIGHTS = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: fleetcell-system}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: check, namespace: fleetcell-system}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: check, namespace: fleetcell-system}
            rules:
            - {apiGroups: [fleetcell.dev], resources: [fleetcells], verbs: [create]}
            - {apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: check, namespace: fleetcell-system}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: check}
            subjects: [{kind: ServiceAccount, name: check, namespace: fleetcell-system}]
            """;

    private static Sandbox sandbox;
    private static Path kubeconfig;

    @TempDir
    static Path files;

    @BeforeAll
    static void start() throws IOException {
        sandbox = Sandbox.builder()
                .tier(Tier.API_SERVER)
                .progress(System.err::println)
                .start();
        kubectl(
                "apply",
                "-f",
                Files.writeString(files.resolve("rights.yaml"), RIGHTS).toString());
        kubeconfig = sandbox.kubeconfigFor(NAMESPACE, "check");
    }

    @AfterAll
    static void stop() throws IOException {
        sandbox.close();
    }

    @BeforeEach
    void definitionAndLeader() throws IOException {
        kubectl("apply", "--server-side", "--force-conflicts", "-f", CRD);
        kubectl("wait", "--for=condition=Established", "crd/fleetcells.fleetcell.dev", "--timeout=20s");
        lease("fleetcell-operator-0", Instant.now());
    }

    @Test
    void theOperatorsOwnProgramChecksAndSaysWhatItFound() throws IOException {
        var check = program("check");
        assertEquals(0, check.exitCode(), check.output());
        assertEquals(
                List.of(
                        "ok     a cell that fits its thread budget is admitted",
                        "ok     a cell that does not fit its thread budget is refused by the API server",
                        "ok     operator fleetcell-operator-0 leads"),
                check.output().lines().toList());
        assertEquals(
                List.of(),
                sandbox.admin()
                        .genericKubernetesResources("fleetcell.dev/v1alpha1", "FleetCell")
                        .inNamespace(NAMESPACE)
                        .list()
                        .getItems(),
                "checking leaves no cell behind");
    }

    @Test
    void anotherCommandIsRefusedWithThoseThatThereAre() throws IOException {
        var other = program("chek");
        assertEquals(64, other.exitCode(), other.output());
        assertTrue(other.output().startsWith("'chek' is no command: "), other.output());
    }

    @Test
    void withoutALeaderOrWithOneThatIsSilentItFails() throws Exception {
        lease("", Instant.now());
        assertFails("FAILED no operator leads: lease fleetcell-system/fleetcell-operator has no holder");
        lease("fleetcell-operator-0", Instant.now().minus(LeaderCheck.LATELY.multipliedBy(2)));
        assertFails("was last renewed by fleetcell-operator-0");
        sandbox.admin()
                .leases()
                .inNamespace(NAMESPACE)
                .withName("fleetcell-operator")
                .delete();
        assertFails("FAILED no operator leads: lease fleetcell-system/fleetcell-operator does not exist");
    }

    @Test
    void aDefinitionWithoutItsGuardIsFound() throws Exception {
        kubectl(
                "patch",
                "crd",
                "fleetcells.fleetcell.dev",
                "--type=json",
                "--patch",
                "[{\"op\":\"remove\",\"path\":\"/spec/versions/0/schema/openAPIV3Schema/x-kubernetes-validations\"}]");
        await("the API server serves the definition without the guard")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertFails(
                        "FAILED a cell that does not fit its thread budget is admitted: the FleetCell definition"));
    }

    @Test
    void aClusterWithoutTheDefinitionSaysWhatToDo() throws Exception {
        kubectl(
                "get",
                "fleetcells"); // a definition whose storage was never used now and then stays Terminating for minutes
        kubectl("delete", "crd", "fleetcells.fleetcell.dev");
        assertFails("the FleetCell definition is not in this cluster; apply crds/ of the chart");
    }

    private static void assertFails(String finding) throws InterruptedException {
        var output = new ByteArrayOutputStream();
        try (var client = client()) {
            var code = ClusterCheck.run(
                    client,
                    NAMESPACE,
                    "fleetcell-operator",
                    Duration.ZERO,
                    new PrintStream(output, true, StandardCharsets.UTF_8));
            var text = output.toString(StandardCharsets.UTF_8);
            assertEquals(1, code, text);
            assertTrue(text.contains(finding), text);
        }
    }

    private static KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    private record Finished(int exitCode, String output) {}

    private static Finished program(String argument) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var jar = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString();
        var process = sandbox.processes()
                .start(
                        "program-" + argument,
                        List.of(
                                java,
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--sun-misc-unsafe-memory-access=allow",
                                "--enable-native-access=ALL-UNNAMED",
                                "-jar",
                                jar,
                                argument),
                        Map.of("KUBECONFIG", kubeconfig.toString()));
        assertTrue(process.awaitExit(Duration.ofMinutes(2)), process.tail(50));
        return new Finished(process.exit().join(), process.tail(50));
    }

    private static void lease(String holder, Instant renewed) {
        var lease = new LeaseBuilder()
                .withNewMetadata()
                .withName("fleetcell-operator")
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(15)
                .withRenewTime(renewed.atZone(ZoneOffset.UTC))
                .endSpec()
                .build();
        sandbox.admin().resource(lease).createOr(existing -> existing.update());
    }

    private static void kubectl(String... arguments) throws IOException {
        var result = sandbox.kubectl(arguments);
        assertEquals(0, result.exitCode(), () -> String.join(" ", arguments) + ": " + result.err());
    }
}
