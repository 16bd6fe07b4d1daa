package dev.fleetcell.sandbox;

import static dev.fleetcell.sandbox.Failure.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fleetcell.sandbox.binaries.KubernetesBinary;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxBuilderTest {
    @Test
    void aFlagThatNobodyWouldTakeIsRefused() {
        assertSays(
                IllegalArgumentException.class,
                () -> new SandboxBuilder().flag(KubernetesBinary.KUBELET, "--v=4"),
                "a sandbox runs no kubelet, so it takes no --v=4");
        assertSays(
                IllegalArgumentException.class,
                () -> new SandboxBuilder().flag(KubernetesBinary.ETCD, "v=4"),
                "'v=4' of etcd must begin with --");
    }

    @Test
    void anImageIsEitherFakeOrAProgram() {
        assertSays(
                IllegalArgumentException.class,
                () -> new SandboxBuilder().image("a", List.of("sh")).fakeImage("a"),
                "'a' is either fake or has a command");
        assertSays(
                IllegalArgumentException.class,
                () -> new SandboxBuilder().fakeImage("a").image("a", List.of("sh")),
                "'a' is either fake or has a command");
    }

    @Test
    void theUsersFlagsComeAfterThoseOfFakeImages() {
        SandboxBuilder builder = new SandboxBuilder()
                .flag(KubernetesBinary.KUBE_SCHEDULER, "--kube-api-qps=1")
                .fakeImage("a")
                .fakeImage("b");
        assertEquals(
                List.of("--kube-api-qps=500", "--kube-api-burst=1000", "--kube-api-qps=1"),
                builder.flags.get(KubernetesBinary.KUBE_SCHEDULER));
    }
}
