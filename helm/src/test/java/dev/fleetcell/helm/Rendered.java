package dev.fleetcell.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The objects of a multi-document YAML, as the API's own types. */
record Rendered(String yaml, List<HasMetadata> objects) {
    private static final Pattern SEPARATOR = Pattern.compile("(?m)^---\\s*$");
    private static final Pattern CONTENT = Pattern.compile("(?m)^[^#\\s]");

    static Rendered of(String yaml) {
        var serialization = new KubernetesSerialization();
        return new Rendered(
                yaml,
                Stream.of(SEPARATOR.split(yaml))
                        .filter(document -> CONTENT.matcher(document).find())
                        .<HasMetadata>map(serialization::unmarshal)
                        .toList());
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
