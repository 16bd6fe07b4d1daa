package dev.fleetcell.sandbox.kubelet;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the downward API can tell about a pod.
 *
 * @param podIp the pod's address
 * @param hostIp the cluster node's address
 */
record PodFacts(Pod pod, String podIp, String hostIp) {
    private static final Pattern KEYED = Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)'\\]");

    String namespace() {
        return pod.getMetadata().getNamespace();
    }

    String name() {
        return pod.getMetadata().getName();
    }

    String uid() {
        return pod.getMetadata().getUid();
    }

    /** What the pod sees as its host name. */
    String hostname() {
        return Objects.requireNonNullElse(pod.getSpec().getHostname(), name());
    }

    /** The value of a {@code fieldRef}; empty when the path is not one that a kubelet knows for environment. */
    Optional<String> field(String path) {
        ObjectMeta metadata = pod.getMetadata();
        Matcher keyed = KEYED.matcher(path);
        if (keyed.matches()) {
            Map<String, String> map =
                    keyed.group(1).equals("labels") ? metadata.getLabels() : metadata.getAnnotations();
            return Optional.of(map == null ? "" : map.getOrDefault(keyed.group(2), ""));
        }
        return switch (path) {
            case "metadata.name" -> Optional.of(name());
            case "metadata.namespace" -> Optional.of(namespace());
            case "metadata.uid" -> Optional.of(uid());
            case "spec.nodeName" -> Optional.of(pod.getSpec().getNodeName());
            case "spec.serviceAccountName" ->
                Optional.of(Objects.requireNonNullElse(pod.getSpec().getServiceAccountName(), "default"));
            case "status.podIP", "status.podIPs" -> Optional.of(podIp);
            case "status.hostIP", "status.hostIPs" -> Optional.of(hostIp);
            default -> Optional.empty();
        };
    }
}
