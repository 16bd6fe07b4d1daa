package dev.fleetcell.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The objects of a multi-document YAML, as the API's own types.
 *
 * @param objects what is installed
 * @param hooks what {@code helm test} creates
 */
record Rendered(String yaml, List<HasMetadata> objects, List<HasMetadata> hooks) {
    /** What {@link Chart} calls the annotation {@code helm.sh/hook}. */
    static final String HOOK = "helm.sh/hook-of";

    private static final Pattern SEPARATOR = Pattern.compile("(?m)^---\\s*$");
    private static final Pattern CONTENT = Pattern.compile("(?m)^[^#\\s]");

    static Rendered of(String yaml) {
        var serialization = new KubernetesSerialization();
        var all = Stream.of(SEPARATOR.split(yaml))
                .filter(document -> CONTENT.matcher(document).find())
                .<HasMetadata>map(serialization::unmarshal)
                .collect(Collectors.partitioningBy(Rendered::isHook));
        return new Rendered(yaml, all.getOrDefault(false, List.of()), all.getOrDefault(true, List.of()));
    }

    private static boolean isHook(HasMetadata object) {
        return object.getMetadata().getAnnotations() != null
                && object.getMetadata().getAnnotations().containsKey(HOOK);
    }

    <T extends HasMetadata> T onlyHook(Class<T> type) {
        var found = hooks.stream().filter(type::isInstance).map(type::cast).toList();
        assertEquals(1, found.size(), () -> type.getSimpleName() + " among the hooks of\n" + yaml);
        return found.getFirst();
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> T only(Class<T> type) {
        var found = all(type);
        assertEquals(1, found.size(), () -> type.getSimpleName() + " in\n" + yaml);
        return found.getFirst();
    }

    PodSpec pod() {
        return only(Deployment.class).getSpec().getTemplate().getSpec();
    }

    Container operator() {
        var containers = pod().getContainers();
        assertEquals(1, containers.size(), () -> "containers in\n" + yaml);
        return containers.getFirst();
    }
}
