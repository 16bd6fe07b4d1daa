package dev.fleetcell.sandbox.kubelet;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Computes a container's environment as a kubelet does: envFrom first, then env in order; later ones win. */
final class ContainerEnvironment {
    private final PodFacts facts;
    private final ConfigSource source;

    ContainerEnvironment(PodFacts facts, ConfigSource source) {
        this.facts = facts;
        this.source = source;
    }

    /**
     * The environment, in the order of definition.
     *
     * @throws ConfigurationException if something that is not optional is missing
     */
    Map<String, String> of(Container container) throws ConfigurationException {
        Map<String, String> result = new LinkedHashMap<>();
        result.put("HOSTNAME", facts.hostname());
        for (EnvFromSource from : container.getEnvFrom()) {
            String prefix = from.getPrefix() == null ? "" : from.getPrefix();
            all(from).forEach((key, value) -> result.put(prefix + key, value));
        }
        for (EnvVar variable : container.getEnv()) {
            if (variable.getValueFrom() == null) {
                String value = variable.getValue() == null ? "" : variable.getValue();
                result.put(variable.getName(), Expansion.expand(value, result));
            } else {
                one(variable.getValueFrom()).ifPresent(value -> result.put(variable.getName(), value));
            }
        }
        return result;
    }

    private Map<String, String> all(EnvFromSource from) throws ConfigurationException {
        if (from.getConfigMapRef() != null) {
            String name = from.getConfigMapRef().getName();
            return configMap(name, isTrue(from.getConfigMapRef().getOptional()))
                    .map(ConfigMap::getData)
                    .orElse(Map.of());
        }
        if (from.getSecretRef() != null) {
            String name = from.getSecretRef().getName();
            return secret(name, isTrue(from.getSecretRef().getOptional()))
                    .map(ContainerEnvironment::decoded)
                    .orElse(Map.of());
        }
        return Map.of();
    }

    private Optional<String> one(EnvVarSource from) throws ConfigurationException {
        if (from.getFieldRef() != null) {
            return facts.field(from.getFieldRef().getFieldPath());
        }
        if (from.getConfigMapKeyRef() != null) {
            ConfigMapKeySelector key = from.getConfigMapKeyRef();
            boolean optional = isTrue(key.getOptional());
            Optional<Map<String, String>> data =
                    configMap(key.getName(), optional).map(ConfigMap::getData);
            return key("ConfigMap", key.getName(), key.getKey(), data, optional);
        }
        if (from.getSecretKeyRef() != null) {
            SecretKeySelector key = from.getSecretKeyRef();
            boolean optional = isTrue(key.getOptional());
            Optional<Map<String, String>> data = secret(key.getName(), optional).map(ContainerEnvironment::decoded);
            return key("Secret", key.getName(), key.getKey(), data, optional);
        }
        return Optional.empty();
    }

    private Optional<String> key(
            String kind, String object, String key, Optional<Map<String, String>> data, boolean optional)
            throws ConfigurationException {
        Optional<String> value = data.map(map -> map.get(key));
        if (value.isEmpty() && !optional) {
            throw new ConfigurationException(
                    "couldn't find key " + key + " in " + kind + " " + facts.namespace() + "/" + object);
        }
        return value;
    }

    private Optional<ConfigMap> configMap(String name, boolean optional) throws ConfigurationException {
        Optional<ConfigMap> found = source.configMap(facts.namespace(), name);
        if (found.isEmpty() && !optional) {
            throw new ConfigurationException("configmap \"" + name + "\" not found");
        }
        return found;
    }

    private Optional<Secret> secret(String name, boolean optional) throws ConfigurationException {
        Optional<Secret> found = source.secret(facts.namespace(), name);
        if (found.isEmpty() && !optional) {
            throw new ConfigurationException("secret \"" + name + "\" not found");
        }
        return found;
    }

    private static Map<String, String> decoded(Secret secret) {
        Map<String, String> result = new LinkedHashMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) ->
                            result.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        }
        return result;
    }

    private static boolean isTrue(Boolean optional) {
        return Boolean.TRUE.equals(optional);
    }
}
