package dev.fleetcell.crdgen;

import static dev.fleetcell.crdgen.Schemas.at;
import static dev.fleetcell.crdgen.Schemas.describe;
import static dev.fleetcell.crdgen.Schemas.mapBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.stream.Stream;

/** List types for server-side apply, the required root, a time that is one, and a selector that can be evaluated. */
public class ColdRestartSchema implements SchemaCustomizer.Customizer {
    /** What a label value may be, and a key with its prefix. */
    private static final long VALUE = 63;

    private static final long KEY = 317;

    @Override
    public JSONSchemaProps apply(JSONSchemaProps root, String input, KubernetesSerialization serialization) {
        describe(root, "One cold restart of every node of some cells, at a bounded pace.");
        // With the format, CEL compares instants: the same time in another zone is no change.
        at(root, "spec", "startBefore").setFormat("date-time");
        // The order is what counts, so one applier owns the whole list.
        at(root, "spec", "cells", "names").setXKubernetesListType("atomic");
        selector(at(root, "spec", "cells", "selector"));
        mapBy("name", at(root, "status", "cells"));
        mapBy("type", at(root, "status", "conditions"));
        return root;
    }

    /**
     * The generator knows the shape of metav1.LabelSelector, but neither what it means nor its bounds, by which the API
     * server estimates what the rules cost that read it.
     */
    private static void selector(JSONSchemaProps selector) {
        var labels = at(selector, "matchLabels");
        labels.setDescription("Labels that a cell must have, each with this value.");
        labels.setMaxProperties(32L);
        labels.getAdditionalProperties().getSchema().setMaxLength(VALUE);
        var expressions = at(selector, "matchExpressions");
        expressions.setDescription("Conditions that the labels of a cell must all meet.");
        expressions.setMaxItems(32L);
        var key = at(expressions, "key");
        key.setDescription("The label that the condition speaks of.");
        key.setMaxLength(KEY);
        var operator = at(expressions, "operator");
        operator.setDescription("In and NotIn compare with values; Exists and DoesNotExist take none.");
        operator.setEnum(Stream.of("In", "NotIn", "Exists", "DoesNotExist")
                .<JsonNode>map(TextNode::valueOf)
                .toList());
        var values = at(expressions, "values");
        values.setDescription("Values for In and NotIn.");
        values.setMaxItems(100L);
        values.getItems().getSchema().setMaxLength(VALUE);
        expressions.getItems().getSchema().setRequired(List.of("key", "operator"));
    }
}
