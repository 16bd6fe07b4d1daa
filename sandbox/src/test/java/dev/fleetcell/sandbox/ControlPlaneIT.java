package dev.fleetcell.sandbox;

import static dev.fleetcell.sandbox.Failure.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.sandbox.binaries.KubernetesBinary;
import dev.fleetcell.sandbox.cluster.Tier;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tier without controllers. */
class ControlPlaneIT {
    static Sandbox sandbox;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.builder()
                .tier(Tier.API_SERVER)
                .progress(System.err::println)
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        Path directory = sandbox.directory();
        sandbox.close();
        assertFalse(Files.exists(directory), "a temporary folder is removed on close");
    }

    @Test
    void kubectlReachesTheServerAndVerifiesItsCertificate() throws Exception {
        CommandResult version = sandbox.kubectl("version");
        assertEquals(0, version.exitCode(), version.err());
        assertTrue(version.out().contains("Server Version: v1.36"), version.out());
        assertFalse(Files.readString(sandbox.kubeconfig()).contains("insecure"));
    }

    @Test
    void kubectlSaysOnStandardErrorWhatIsWrong() throws Exception {
        CommandResult result = sandbox.kubectl("get", "no-such-thing");
        assertEquals(1, result.exitCode());
        assertEquals("", result.out());
        assertTrue(result.err().contains("the server doesn't have a resource type"), result.err());
    }

    @Test
    void aServiceAccountHasNoMoreRightsThanItWasGiven() throws Exception {
        sandbox.admin()
                .serviceAccounts()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("weak")
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .create();
        Config config = Config.fromKubeconfig(Files.readString(sandbox.kubeconfigFor("default", "weak")));
        try (KubernetesClient weak =
                new KubernetesClientBuilder().withConfig(config).build()) {
            KubernetesClientException refusal = assertThrows(
                    KubernetesClientException.class, () -> weak.nodes().list());
            assertEquals(403, refusal.getCode());
            assertTrue(
                    String.valueOf(refusal.getMessage()).contains("system:serviceaccount:default:weak"),
                    refusal.getMessage());
        }
    }

    @Test
    void credentialsAreForTheirOwnersEyesOnly() throws Exception {
        Path folder = sandbox.kubeconfig().getParent();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file.toString());
            }
        }
    }

    @Test
    void aComponentThatEndsIsShownWithItsLastWords() {
        assertSays(
                IOException.class,
                () -> Sandbox.builder()
                        .tier(Tier.API_SERVER)
                        .flag(KubernetesBinary.KUBE_APISERVER, "--no-such-flag")
                        .start(),
                "kube-apiserver ended with exit code 1",
                "unknown flag: --no-such-flag");
    }

    @Test
    void theFolderOfAnEarlierSandboxIsRefused() {
        assertSays(
                IOException.class,
                () -> Sandbox.builder()
                        .tier(Tier.API_SERVER)
                        .directory(sandbox.directory())
                        .start(),
                "is the folder of an earlier sandbox: remove it or choose another");
        assertThrows(IllegalStateException.class, () -> sandbox.kubelet(0));
    }

    @Test
    void twoSandboxesRunAtOnce() throws Exception {
        try (Sandbox other = Sandbox.builder().tier(Tier.API_SERVER).start()) {
            List<String> urls = List.of(
                    sandbox.admin().getMasterUrl().toString(),
                    other.admin().getMasterUrl().toString());
            assertEquals(2, urls.stream().distinct().count(), urls.toString());
            assertEquals("ok", other.admin().raw("/readyz"));
        }
    }
}
