package dev.fleetcell.crdgen;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;

/** What the schemas of both resources need. */
final class Schemas {
    private Schemas() {}

    /** The schema of the field at a path; an array on the path stands for its items. */
    static JSONSchemaProps at(JSONSchemaProps root, String... path) {
        var schema = root;
        for (var name : path) {
            var items = schema.getItems();
            schema =
                    (items == null ? schema : items.getSchema()).getProperties().get(name);
        }
        return schema;
    }

    /** What the generator has no annotation for: what the resource is, and that it has a spec. */
    static void describe(JSONSchemaProps root, String resource) {
        root.setRequired(List.of("spec"));
        root.setDescription(resource);
        at(root, "spec")
                .setDescription("What is wanted. Written by people and their tools; the operator never writes it.");
        at(root, "status").setDescription("What is. Written by the operator alone.");
    }

    /** Two appliers may own different elements; no key stands twice. */
    static void mapBy(String key, JSONSchemaProps list) {
        list.setXKubernetesListType("map");
        list.setXKubernetesListMapKeys(List.of(key));
    }
}
