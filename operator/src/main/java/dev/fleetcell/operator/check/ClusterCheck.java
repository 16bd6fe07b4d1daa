package dev.fleetcell.operator.check;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** All checks, a line each. */
public final class ClusterCheck {
    private static final int EXIT_PASSED = 0;
    private static final int EXIT_FAILED = 1;

    /** For a leader that is just being elected: twice what a lease lasts. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ClusterCheck() {}

    /**
     * Checks the cluster that the environment names, as the operator would find it.
     *
     * @param environment {@code FLEETCELL_OPERATOR_NAMESPACE} and {@code FLEETCELL_OPERATOR_LEASE_NAME} count, with the
     *     operator's defaults
     * @return the exit code: 0 when all checks passed, else 1
     */
    public static int run(Map<String, String> environment, PrintStream out) throws InterruptedException {
        var namespace = environment.getOrDefault("FLEETCELL_OPERATOR_NAMESPACE", "fleetcell-system");
        var lease = environment.getOrDefault("FLEETCELL_OPERATOR_LEASE_NAME", "fleetcell-operator");
        try (var client = new KubernetesClientBuilder().build()) {
            return run(client, namespace, lease, PATIENCE, out);
        }
    }

    static int run(KubernetesClient client, String namespace, String lease, Duration patience, PrintStream out)
            throws InterruptedException {
        var guard = new GuardCheck(client, namespace);
        var leader = new LeaderCheck(client, namespace, lease, Clock.systemUTC());
        var verdicts = List.of(guard.admitsWhatFits(), guard.refusesWhatDoesNotFit(), leader.anOperatorLeads(patience));
        verdicts.forEach(v -> out.println(v.line()));
        return verdicts.stream().allMatch(Verdict::passed) ? EXIT_PASSED : EXIT_FAILED;
    }
}
