package dev.fleetcell.sandbox;

import static dev.fleetcell.sandbox.Failure.assertSays;

import dev.fleetcell.sandbox.binaries.KubernetesBinary;
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
}
