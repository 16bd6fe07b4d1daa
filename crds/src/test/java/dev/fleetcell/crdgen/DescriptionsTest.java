package dev.fleetcell.crdgen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code kubectl explain} prints. */
class DescriptionsTest {
    @ParameterizedTest
    @ValueSource(strings = {"fleetcells.fleetcell.dev", "coldrestarts.fleetcell.dev"})
    void everyFieldIsExplained(String name) throws IOException {
        var crd = new KubernetesSerialization()
                .unmarshal(Files.readString(Path.of(name + ".yaml")), CustomResourceDefinition.class);
        var silent = new ArrayList<String>();
        for (var version : crd.getSpec().getVersions()) {
            collect(version.getSchema().getOpenAPIV3Schema(), "", silent);
        }
        assertEquals(List.of(), silent, "fields without a description");
    }

    private static void collect(JSONSchemaProps schema, String path, List<String> silent) {
        if (path.equals(".spec.template")) {
            return; // a core/v1 PodTemplateSpec, explained there
        }
        if (schema.getItems() != null) {
            collect(schema.getItems().getSchema(), path + "[]", silent);
        }
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((field, child) -> {
                var where = path + "." + field;
                if (child.getDescription() == null || child.getDescription().isBlank()) {
                    silent.add(where);
                }
                collect(child, where, silent);
            });
        }
    }
}
