package dev.fleetcell.sandbox.kubelet;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;

/** The requests that a worker makes about its pod. A pod of the same name but another uid is never touched. */
final class PodApi implements ConfigSource {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final KubernetesClient client;

    PodApi(KubernetesClient client) {
        this.client = client;
    }

    /** Writes our part of the status and tells whether the pod is still there. */
    boolean writeStatus(PodFacts facts, PodStatus status) {
        Map<String, Object> patch = Map.of("metadata", Map.of("uid", facts.uid()), "status", status);
        try {
            client.pods()
                    .inNamespace(facts.namespace())
                    .withName(facts.name())
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), Serialization.asJson(patch));
            return true;
        } catch (KubernetesClientException e) {
            return present(e);
        }
    }

    /** Removes the pod from the API; afterwards it is gone, whoever removed it. */
    void remove(PodFacts facts) {
        var options = new DeleteOptionsBuilder()
                .withGracePeriodSeconds(0L)
                .withNewPreconditions()
                .withUid(facts.uid())
                .endPreconditions()
                .build();
        try {
            String path = "/api/v1/namespaces/" + facts.namespace() + "/pods/" + facts.name();
            client.raw(path, "DELETE", options);
        } catch (KubernetesClientException e) {
            present(e);
        }
    }

    @Override
    public Optional<ConfigMap> configMap(String namespace, String name) {
        return Optional.ofNullable(
                client.configMaps().inNamespace(namespace).withName(name).get());
    }

    @Override
    public Optional<Secret> secret(String namespace, String name) {
        return Optional.ofNullable(
                client.secrets().inNamespace(namespace).withName(name).get());
    }

    /** False when the failure means that our pod is gone; any other failure is the caller's. */
    private static boolean present(KubernetesClientException e) {
        if (e.getCode() == NOT_FOUND || e.getCode() == CONFLICT) {
            return false;
        }
        throw e;
    }
}
