package dev.fleetcell.sandbox.fakepods;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** What a choice of {@link Behaviour} goes by. */
public final class PodTraits {
    static final String CELL_LABEL = "fleetcell.dev/cell";
    private static final String REVISION_LABEL = "controller-revision-hash";
    private static final int MANAGEMENT_PORT = 9000;

    private PodTraits() {}

    /** The number at the end of a StatefulSet's pod's name; empty when there is none. */
    public static OptionalInt ordinal(Pod pod) {
        String name = pod.getMetadata().getName();
        String end = name.substring(name.lastIndexOf('-') + 1);
        return !end.equals(name) && end.matches("\\d{1,9}")
                ? OptionalInt.of(Integer.parseInt(end))
                : OptionalInt.empty();
    }

    /** The value that a container's own environment gives to a variable; not what comes from ConfigMaps or fields. */
    public static Optional<String> env(Pod pod, String variable) {
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getEnv().stream())
                .filter(env -> env.getName().equals(variable))
                .map(EnvVar::getValue)
                .filter(Objects::nonNull)
                .findFirst();
    }

    public static Optional<String> annotation(Pod pod, String key) {
        return Optional.ofNullable(annotations(pod).get(key));
    }

    public static Optional<String> label(Pod pod, String key) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels == null ? Optional.empty() : Optional.ofNullable(labels.get(key));
    }

    /** The revision of its StatefulSet that it was made from; empty when it has none. */
    public static String revision(Pod pod) {
        return label(pod, REVISION_LABEL).orElse("");
    }

    static Map<String, String> annotations(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : Map.copyOf(annotations);
    }

    /** The port named {@code management}, else 9000: where the operator asks. */
    static int managementPort(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .filter(port -> "management".equals(port.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElse(MANAGEMENT_PORT);
    }
}
