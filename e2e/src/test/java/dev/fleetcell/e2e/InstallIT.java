package dev.fleetcell.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** {@code helm install} on a real cluster, and what its pods cost. */
@Order(1)
class InstallIT {
    private static final Pattern STARTED = Pattern.compile("(?m)^(\\S+) .* started in ");

    /**
     * Given a cluster without FleetCell, when the chart is installed with its defaults into a namespace of the restricted
     * standard, then two replicas become Ready, one of them leads, the chart's own test passes, and the notes say what the
     * guard cannot verify.
     */
    @Test
    void theChartInstallsAndItsOwnTestPasses() {
        if (Product.isInstalled()) {
            Product.uninstall();
        }
        var began = System.nanoTime();
        var notes = Product.install().getOutput();
        Product.awaitRolledOut();
        Figures.note("helm install to both replicas Ready", Duration.ofNanos(System.nanoTime() - began));

        assertTrue(notes.contains("What the guard cannot verify yet"), notes);
        Product.leader();
        assertEquals(
                2,
                Product.pods().stream().filter(Cluster::ready).count(),
                () -> Product.pods().toString());
        var tested = Product.test();
        assertFalse(tested.contains("FAILED") || tested.contains("Failed"), tested);
    }

    /**
     * Given the operator's container with one CPU and 256 MiB, when it has started, then it runs as nobody, cannot write to
     * its root, has no shell, and its start, memory and tasks are noted.
     */
    @Test
    void theOperatorsPodIsConfinedAndItsCostIsNoted() {
        Product.ensureInstalled();
        var leader = pod(Product.leader());
        var process = PodProcess.of(leader);
        var log = Cluster.kubectl(
                "logs", leader.getMetadata().getName(), "--timestamps", "--namespace", Product.NAMESPACE);
        var started = STARTED.matcher(log);
        assertTrue(started.find(), log);
        Figures.note(
                "operator's container, 1 CPU: start of its process to started",
                Duration.between(process.startedAt(), Instant.parse(started.group(1))));
        assertEquals("65532", process.effectiveUser());
        assertEquals("0000000000000000", process.field("CapEff"));
        assertEquals("1", process.field("NoNewPrivs"));
        assertEquals("2", process.field("Seccomp"));
        Figures.note("operator: tasks, leading, no cell", process.field("Threads"));
        Figures.note("operator: RSS, leading, no cell", process.residentMemory());

        var shell = Cluster.tryKubectl(
                "exec", leader.getMetadata().getName(), "--namespace", Product.NAMESPACE, "--", "sh", "-c", "true");
        assertTrue(shell.exitCode() != 0 && shell.err().contains("executable file not found"), shell.err());
    }

    private static Pod pod(String name) {
        return Cluster.admin()
                .pods()
                .inNamespace(Product.NAMESPACE)
                .withName(name)
                .require();
    }
}
