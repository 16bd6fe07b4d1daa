package dev.fleetcell.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.marcnuri.helm.DryRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads after an installation. */
class NotesTest {
    @TempDir
    static Path files;

    @Test
    void theySayWhatToDoNextAndWhatIsNotVerified() throws IOException {
        var notes = notes("{}");
        assertSays(notes, "kubectl rollout status deployment/fleetcell-operator --namespace " + Chart.NAMESPACE);
        assertSays(notes, "kind: FleetCell");
        assertSays(notes, "kubectl get fleetcell --all-namespaces");
        assertSays(notes, "kubectl explain coldrestart.spec");
        assertSays(notes, "kubectl get coldrestart --all-namespaces");
        assertSays(notes, "LimitVerified=Unknown");
        assertSays(notes, "takes away what is above the capacity");
        assertSays(notes, "accepts the rest, also above the ceiling");
        assertSays(notes, "helm uninstall " + Chart.RELEASE + " --namespace " + Chart.NAMESPACE);
    }

    @Test
    void theySayWhoMayReadTheMetrics() throws IOException {
        assertSays(notes("{}"), "Nobody may read the operator's metrics yet");
        assertSays(
                notes("networkPolicy: {enabled: false}"), "everybody in the cluster may read the operator's metrics");
    }

    @Test
    void theySayWhichNamespacesAreLookedAfterAndThatTheRefusalHoldsInAll() throws IOException {
        var all = notes("{}");
        assertSays(all, "The API server refuses capacity that does not fit in every namespace.");
        assertSays(all, "The operator looks after the cells of all namespaces.");
        assertSays(all, "metadata: {name: first, namespace: default}");
        var some = notes("watchNamespaces: [team-a, team-b]");
        assertSays(some, "The API server refuses capacity that does not fit in every namespace.");
        assertSays(some, "The operator looks after the cells of these namespaces only: team-a, team-b.");
        assertSays(some, "no nodes, no status");
        assertSays(some, "metadata: {name: first, namespace: team-a}");
    }

    @Test
    void theySayHowToTest() throws IOException {
        assertSays(notes("{}"), "helm test " + Chart.RELEASE + " --namespace " + Chart.NAMESPACE + " --logs");
    }

    @Test
    void theySayWhoMayReachTheNodes() throws IOException {
        assertSays(notes("{}"), "Everybody in the cluster may reach the management and mesh");
        assertEquals(
                -1, notes("nodeNetworkPolicy: {namespaces: [team-a]}").indexOf("Everybody in the cluster may reach"));
    }

    private static String notes(String values) throws IOException {
        return Chart.helm()
                .install()
                .withName(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .clientOnly()
                .withDryRunOption(DryRun.CLIENT)
                .withKubeVersion("1.36.3")
                .withValuesFile(Files.writeString(files.resolve("values.yaml"), values))
                .call()
                .getOutput();
    }

    private static void assertSays(String notes, String what) {
        assertTrue(notes.contains(what), () -> "not '" + what + "' in\n" + notes);
    }
}
