package dev.fleetcell.sandbox.kubelet;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a cluster node gives to a {@link PodRun}: the pod as it was first seen, its addresses, and requests about it. */
public final class HostedPod {
    private final PodFacts facts;
    private final PodApi api;
    private final PodEvents events;
    private final Runnable afterwards;

    HostedPod(PodFacts facts, PodApi api, PodEvents events, Runnable afterwards) {
        this.facts = facts;
        this.api = api;
        this.events = events;
        this.afterwards = afterwards;
    }

    /** The pod as it was first seen. */
    public Pod pod() {
        return facts.pod();
    }

    /** The pod's own address. */
    public String podIp() {
        return facts.podIp();
    }

    /** The cluster node's address. */
    public String hostIp() {
        return facts.hostIp();
    }

    /** What the pod asks for and a sandbox cannot give, as a sentence; empty when it can run. */
    public Optional<String> unsupported() {
        return Unsupported.in(facts);
    }

    /**
     * The environment of a container, in the order of definition; each ConfigMap and Secret is asked for once.
     *
     * @throws ConfigurationException if something that is not optional is missing
     * @throws KubernetesClientException if the API server does not answer
     */
    public Map<String, String> environment(Container container) throws ConfigurationException {
        return new ContainerEnvironment(facts, new Once(api, new HashMap<>(), new HashMap<>())).of(container);
    }

    /**
     * Writes our part of the status and tells whether the pod is still there.
     *
     * @throws KubernetesClientException if the API server does not answer
     */
    public boolean writeStatus(PodStatus status) {
        return api.writeStatus(facts, status);
    }

    /**
     * Removes the pod from the API; afterwards it is gone, whoever removed it.
     *
     * @throws KubernetesClientException if the API server does not answer
     */
    public void remove() {
        api.remove(facts);
    }

    /** Records an Event of type Warning; one that cannot be written is dropped. */
    public void warning(String reason, String message) {
        events.warning(facts.pod(), reason, message);
    }

    /** Gives the pod's address back; to be called when the pod has left the API and nothing of it is left. */
    public void release() {
        afterwards.run();
    }

    /** Asks the same question once. */
    private record Once(
            ConfigSource source, Map<String, Optional<ConfigMap>> configMaps, Map<String, Optional<Secret>> secrets)
            implements ConfigSource {
        @Override
        public Optional<ConfigMap> configMap(String namespace, String name) {
            return configMaps.computeIfAbsent(name, key -> source.configMap(namespace, key));
        }

        @Override
        public Optional<Secret> secret(String namespace, String name) {
            return secrets.computeIfAbsent(name, key -> source.secret(namespace, key));
        }
    }
}
