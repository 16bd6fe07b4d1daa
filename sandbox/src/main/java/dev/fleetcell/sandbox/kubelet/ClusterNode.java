package dev.fleetcell.sandbox.kubelet;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Node object and the Lease of one cluster node: made when absent, renewed every 10 s while the machine "lives". */
final class ClusterNode {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int LEASE_SECONDS = 40;
    private static final String LEASES = "kube-node-lease";

    private final KubernetesClient client;
    private final String name;
    private final String address;

    ClusterNode(KubernetesClient client, String name, String address) {
        this.client = client;
        this.name = name;
        this.address = address;
    }

    /** Renews until the thread is interrupted. */
    void live() {
        while (!Thread.currentThread().isInterrupted()) {
            Duration pause = INTERVAL;
            try {
                renew();
            } catch (KubernetesClientException e) {
                LOG.debug("cluster node {}: trying again", name, e);
                pause = RETRY;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void renew() {
        if (client.nodes().withName(name).get() == null) {
            client.nodes().resource(node()).create();
        }
        Map<String, Object> patch = Map.of("status", Map.of("conditions", conditions()));
        client.nodes()
                .withName(name)
                .subresource("status")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), Serialization.asJson(patch));
        var leases = client.leases().inNamespace(LEASES);
        if (leases.withName(name).get() == null) {
            leases.resource(lease()).create();
        } else {
            leases.withName(name)
                    .edit(old -> new LeaseBuilder(old)
                            .editSpec()
                            .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                            .endSpec()
                            .build());
        }
    }

    private Node node() {
        Map<String, Quantity> capacity =
                Map.of("cpu", new Quantity("1000"), "memory", new Quantity("1Ti"), "pods", new Quantity("1000"));
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(Map.of(
                        "kubernetes.io/hostname", name, "kubernetes.io/os", "linux", "kubernetes.io/arch", "amd64"))
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withCapacity(capacity)
                .withAllocatable(capacity)
                .addNewAddress(address, "InternalIP")
                .addNewAddress(name, "Hostname")
                .withConditions(conditions())
                .withNewNodeInfo()
                .withKubeletVersion("fake")
                .withOperatingSystem("linux")
                .withArchitecture("amd64")
                .endNodeInfo()
                .endStatus()
                .build();
    }

    private static List<NodeCondition> conditions() {
        return List.of(
                condition("Ready", "True", "KubeletReady", "the stand-in for a kubelet runs"),
                condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "not measured"),
                condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "not measured"),
                condition("PIDPressure", "False", "KubeletHasSufficientPID", "not measured"));
    }

    private static NodeCondition condition(String type, String status, String reason, String message) {
        return new NodeConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastHeartbeatTime(
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .build();
    }

    private Lease lease() {
        return new LeaseBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(LEASES)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(name)
                .withLeaseDurationSeconds(LEASE_SECONDS)
                .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                .endSpec()
                .build();
    }
}
