package dev.fleetcell.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.marcnuri.helm.DryRun;
import org.junit.jupiter.api.Test;

/** What a person reads after an installation. */
class NotesTest {
    @Test
    void theySayWhatToDoNextAndWhatIsNotVerified() {
        var notes = notes("networkPolicy.enabled", true);
        assertSays(notes, "kubectl rollout status deployment/fleetcell-operator --namespace " + Chart.NAMESPACE);
        assertSays(notes, "kind: FleetCell");
        assertSays(notes, "kubectl get fleetcell --all-namespaces");
        assertSays(notes, "LimitVerified=Unknown");
        assertSays(notes, "helm uninstall " + Chart.RELEASE + " --namespace " + Chart.NAMESPACE);
    }

    @Test
    void theySayWhoMayReadTheMetrics() {
        assertSays(notes("networkPolicy.enabled", true), "Nobody may read the operator's metrics yet");
        assertSays(notes("networkPolicy.enabled", false), "everybody in the cluster may read the operator's metrics");
    }

    @Test
    void anInstallationHasNothingToUpgrade() {
        assertEquals(-1, notes("networkPolicy.enabled", true).indexOf("Helm never upgrades"));
    }

    private static String notes(String key, Object value) {
        return Chart.helm()
                .install()
                .withName(Chart.RELEASE)
                .withNamespace(Chart.NAMESPACE)
                .clientOnly()
                .withDryRunOption(DryRun.CLIENT)
                .withKubeVersion("1.36.3")
                .set(key, value)
                .call()
                .getOutput();
    }

    private static void assertSays(String notes, String what) {
        assertTrue(notes.contains(what), () -> "not '" + what + "' in\n" + notes);
    }
}
