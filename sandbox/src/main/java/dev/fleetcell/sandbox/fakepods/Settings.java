package dev.fleetcell.sandbox.fakepods;

import dev.fleetcell.sandbox.kubelet.ConfigurationException;
import dev.fleetcell.sandbox.kubelet.HostedPod;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.Map;

/**
 * What a fake pod was told by the environment of its containers.
 *
 * @param cell FLEETCELL_CELL; may be empty
 * @param limit FLEETCELL_THREAD_LIMIT; 0 when there is none or it is not a number
 * @param budget FLEETCELL_THREAD_BUDGET; 0 when there is none or it is not a number
 * @param source FLEETCELL_BOOTSTRAP_SOURCE
 */
record Settings(String cell, int limit, int budget, String source) {
    /** Of a pod that was told nothing. */
    static final Settings NONE = of(Map.of());

    static Settings of(Map<String, String> environment) {
        return new Settings(
                environment.getOrDefault("FLEETCELL_CELL", ""),
                number(environment.getOrDefault("FLEETCELL_THREAD_LIMIT", "")),
                number(environment.getOrDefault("FLEETCELL_THREAD_BUDGET", "")),
                environment.getOrDefault("FLEETCELL_BOOTSTRAP_SOURCE", "MetadataStore"));
    }

    /**
     * Reads them anew.
     *
     * @throws ConfigurationException if a ConfigMap, Secret or key that is not optional is missing
     */
    static Settings read(HostedPod hosted) throws ConfigurationException {
        Map<String, String> all = new HashMap<>();
        for (Container container : hosted.pod().getSpec().getContainers()) {
            all.putAll(hosted.environment(container));
        }
        return of(all);
    }

    /** Whether a pod's environment comes from a ConfigMap of that name. */
    static boolean comeFrom(Pod pod, String configMap) {
        return pod.getSpec().getContainers().stream().anyMatch(container -> refersTo(container, configMap));
    }

    private static boolean refersTo(Container container, String configMap) {
        return container.getEnv().stream()
                        .anyMatch(env -> env.getValueFrom() != null
                                && env.getValueFrom().getConfigMapKeyRef() != null
                                && configMap.equals(
                                        env.getValueFrom().getConfigMapKeyRef().getName()))
                || container.getEnvFrom().stream()
                        .anyMatch(from -> from.getConfigMapRef() != null
                                && configMap.equals(from.getConfigMapRef().getName()));
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }
}
