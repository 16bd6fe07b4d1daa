package dev.fleetcell.crdgen;

import static dev.fleetcell.crdgen.Schemas.at;
import static dev.fleetcell.crdgen.Schemas.describe;
import static dev.fleetcell.crdgen.Schemas.mapBy;

import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsOrArray;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;

/** List types for server-side apply, the required root, and the one thing every pod template must have: containers. */
public class FleetCellSchema implements SchemaCustomizer.Customizer {
    @Override
    public JSONSchemaProps apply(JSONSchemaProps root, String input, KubernetesSerialization serialization) {
        describe(root, "One cell of a front-end fleet, with a thread budget for each of its nodes.");
        mapBy("name", at(root, "spec", "sizes"));
        mapBy("name", at(root, "spec", "threads", "groups"));
        mapBy("type", at(root, "status", "conditions"));
        containersRequired(at(root, "spec", "template"));
        return root;
    }

    /** All other fields of the template are checked by the API server when the operator applies the StatefulSet. */
    private static void containersRequired(JSONSchemaProps template) {
        var name = new JSONSchemaProps();
        name.setType("string");
        name.setMinLength(1L);
        var container = openObject();
        container.setRequired(List.of("name"));
        container.setProperties(Map.of("name", name));
        var containers = new JSONSchemaProps();
        containers.setType("array");
        containers.setMinItems(1L);
        containers.setItems(new JSONSchemaPropsOrArray(null, container));
        var spec = openObject();
        spec.setRequired(List.of("containers"));
        spec.setProperties(Map.of("containers", containers));
        template.setRequired(List.of("spec"));
        template.setProperties(Map.of("spec", spec));
    }

    private static JSONSchemaProps openObject() {
        var schema = new JSONSchemaProps();
        schema.setType("object");
        schema.setXKubernetesPreserveUnknownFields(true);
        return schema;
    }
}
