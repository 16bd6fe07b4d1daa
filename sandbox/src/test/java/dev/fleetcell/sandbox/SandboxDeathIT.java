package dev.fleetcell.sandbox;

import static dev.fleetcell.sandbox.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.sandbox.files.FileTree;
import dev.fleetcell.sandbox.process.LocalProcess;
import dev.fleetcell.sandbox.process.LocalProcesses;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole sandbox in a JVM of its own, which is then ended in the ways that JVMs end. */
class SandboxDeathIT {
    @TempDir
    Path directory;

    @Test
    void aKilledJvmLeavesNoProcessAndNoPort() throws Exception {
        try (LocalProcesses processes = LocalProcesses.open(directory)) {
            LocalProcess child = child(processes);
            String[] up = up(child);
            List<ProcessHandle> family = family(child);
            child.kill();
            assertAllGone(family, up[1]);
            FileTree.delete(Path.of(up[2]));
        }
    }

    @Test
    void ctrlCStopsInOrderAndRemovesTheFolder() throws Exception {
        try (LocalProcesses processes = LocalProcesses.open(directory)) {
            LocalProcess child = child(processes);
            String[] up = up(child);
            List<ProcessHandle> family = family(child);
            child.signal("INT");
            eventually("the JVM ends", child::isAlive, alive -> !alive);
            assertAllGone(family, up[1]);
            assertFalse(Files.exists(Path.of(up[2])), up[2] + " is a temporary folder");
        }
    }

    private static LocalProcess child(LocalProcesses processes) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        // What runs in the background of a script ignores SIGINT, and its children inherit that: not what a terminal
        // does.
        return processes.start(
                "child",
                List.of(
                        "env",
                        "--default-signal=INT",
                        java,
                        "-Dio.netty.noUnsafe=true",
                        "-cp",
                        classes,
                        SandboxChild.class.getName()),
                Map.of());
    }

    /** The words UP, the URL of the API server, the sandbox's folder. */
    private static String[] up(LocalProcess child) {
        return eventually(
                "the sandbox is up",
                () -> child.tail(1).split(" ", -1),
                words -> words[0].equals("UP"),
                () -> child.tail(50));
    }

    private static List<ProcessHandle> family(LocalProcess child) {
        List<ProcessHandle> family =
                ProcessHandle.of(child.pid()).orElseThrow().descendants().toList();
        // etcd, kube-apiserver, kube-controller-manager, kube-scheduler, the leash, the pod's two processes.
        assertTrue(family.size() >= 7, family.toString());
        return family;
    }

    private static void assertAllGone(List<ProcessHandle> family, String url) {
        eventually(
                "every process is gone",
                () -> family.stream()
                        .filter(ProcessHandle::isAlive)
                        .map(handle ->
                                handle.pid() + " " + handle.info().command().orElse(""))
                        .toList(),
                List::isEmpty);
        URI api = URI.create(url);
        assertThrows(
                ConnectException.class,
                () -> new Socket().connect(new InetSocketAddress(api.getHost(), api.getPort()), 1000));
    }
}
