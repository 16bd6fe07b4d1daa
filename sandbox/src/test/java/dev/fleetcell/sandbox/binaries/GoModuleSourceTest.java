package dev.fleetcell.sandbox.binaries;

import static dev.fleetcell.sandbox.Failure.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoModuleSourceTest {
    @TempDir
    Path folder;

    @Test
    void withoutGoTheErrorSaysWhatToInstall() {
        assertSays(
                IOException.class,
                () -> GoToolchain.find(folder, folder.toString()).close(),
                "there is no go command in " + folder,
                "install Go 1.26.0 or newer");
    }

    @Test
    void anUnreachableProxyIsToldWithTheLastWordsOfGo() throws Exception {
        try (GoToolchain go = goThatSays("go: dial tcp: lookup proxy.example on 127.0.0.53:53: no such host")) {
            assertSays(
                    IOException.class,
                    () -> go.list(folder, List.of(), List.of("x")),
                    "failed with exit code 1",
                    "lookup proxy.example",
                    "is its module proxy reachable");
        }
    }

    @Test
    void anyOtherFailureIsToldWithoutGuesses() throws Exception {
        try (GoToolchain go = goThatSays("no space left on device")) {
            assertSays(
                    IOException.class,
                    () -> go.build(folder, List.of(), List.of("x"), folder, new BuildProgress("x", 1, line -> {})),
                    "its last lines:\nno space left on device");
        }
    }

    @Test
    void theGoModulesRequireThePinnedVersions() throws Exception {
        Versions versions = Versions.pinned();
        assertTrue(GoResources.text("kubernetes/go.mod").contains("k8s.io/kubernetes v" + versions.kubernetes()));
        assertTrue(GoResources.text("etcd/go.mod").contains("go.etcd.io/etcd/server/v3 v" + versions.etcd()));
        assertTrue(GoResources.text("kind/go.mod").contains("sigs.k8s.io/kind v" + versions.kind()));
        assertTrue(GoResources.text("coredns/go.mod").contains("github.com/coredns/coredns v" + versions.coredns()));
    }

    @Test
    void programsAreFoundByName() {
        assertEquals(KubernetesBinary.KUBECTL, KubernetesBinary.named("kubectl"));
        assertSays(
                IllegalArgumentException.class,
                () -> KubernetesBinary.named("helm"),
                "no program helm; there are etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl,");
    }

    /** A command of that name which fails with that message. */
    private GoToolchain goThatSays(String message) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path go = Files.writeString(bin.resolve("go"), "#!/bin/sh\necho '" + message + "'\nexit 1\n");
        assertTrue(go.toFile().setExecutable(true));
        return GoToolchain.find(folder, bin.toString());
    }
}
