package dev.fleetcell.operator.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The lease by which one replica leads, and this replica's name in it. */
@Singleton
class Lease {
    private static final Logger LOG = Logger.getLogger(Lease.class);

    private final KubernetesClient client;
    private final OperatorConfig config;
    private final String identity;

    Lease(KubernetesClient client, OperatorConfig config) {
        this.client = client;
        this.config = config;
        this.identity = config.identity().orElseGet(() -> "fleetcell-operator-" + UUID.randomUUID());
    }

    String identity() {
        return identity;
    }

    /**
     * Gives the lease back, so that a follower leads at once instead of waiting until it expires (the framework leaves
     * it held). The write carries the resourceVersion: it loses against a holder that is newer than what was read.
     */
    void release() {
        try {
            var lease = client.leases()
                    .inNamespace(config.namespace())
                    .withName(config.leaseName())
                    .get();
            if (lease == null || !identity.equals(lease.getSpec().getHolderIdentity())) {
                return;
            }
            lease.getSpec().setHolderIdentity("");
            lease.getSpec().setLeaseDurationSeconds(1);
            client.resource(lease).update();
        } catch (KubernetesClientException e) {
            LOG.warnf("lease not released, a follower waits until it expires: %s", e.getMessage());
        }
    }
}
