package dev.fleetcell.operator.check;

import dev.fleetcell.api.v1alpha1.FleetCell;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Whether the API server itself guards: one cell fits and is admitted, one does not and is refused. Both as dry runs. */
final class GuardCheck {
    private static final int FITS = 3;
    private static final int DOES_NOT_FIT = 30;
    private static final String OUR_SENTENCE = "does not fit the thread budget";

    private final KubernetesClient client;
    private final String namespace;

    GuardCheck(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    Verdict admitsWhatFits() {
        try {
            dryRun(FITS);
            return Verdict.passed("a cell that fits its thread budget is admitted");
        } catch (KubernetesClientException e) {
            return Verdict.failed("a cell that fits its thread budget is not admitted: " + reason(e));
        }
    }

    Verdict refusesWhatDoesNotFit() {
        try {
            dryRun(DOES_NOT_FIT);
            return Verdict.failed(
                    "a cell that does not fit its thread budget is admitted: the FleetCell definition in this"
                            + " cluster has no guard; apply crds/ of the chart");
        } catch (KubernetesClientException e) {
            return String.valueOf(e.getMessage()).contains(OUR_SENTENCE)
                    ? Verdict.passed("a cell that does not fit its thread budget is refused by the API server")
                    : Verdict.failed("a cell that does not fit is refused, but not by the guard: " + reason(e));
        }
    }

    private void dryRun(int capacity) {
        client.resource(cell(capacity)).dryRun().create();
    }

    /** 62 tasks, 1 per peer, 5 peers counted twice, of a budget of 80: 14 nodes fit. */
    private FleetCell cell(int capacity) {
        return Serialization.unmarshal("""
                apiVersion: fleetcell.dev/v1alpha1
                kind: FleetCell
                metadata: {generateName: fleetcell-check-, namespace: %s}
                spec:
                  capacity: %d
                  threads:
                    limit: 100
                    reservePercent: 20
                    peerChurn: 5
                    groups: [{name: all, fixed: 46}, {name: mesh, perPeer: 1}]
                  template: {spec: {containers: [{name: node, image: none}]}}
                """.formatted(namespace, capacity), FleetCell.class);
    }

    private static String reason(KubernetesClientException e) {
        return e.getCode() == 404
                ? "the FleetCell definition is not in this cluster; apply crds/ of the chart"
                : String.valueOf(e.getMessage());
    }
}
