package dev.fleetcell.operator.cell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetcell.operator.plan.WaitReason;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;

/** The user's pod template, read for one cell at a time: what is mistyped in it stops that cell and no other. */
final class Template {
    private Template() {}

    /**
     * Reads {@code spec.template}. A field left empty (null) counts as left out.
     *
     * @throws StalledException when it is not a pod template, naming what is wrong
     */
    static PodTemplateSpec read(JsonNode raw) {
        var json = raw.deepCopy();
        dropNulls(json);
        try {
            var template = Serialization.unmarshal(json.toString(), PodTemplateSpec.class);
            if (template.getSpec() == null || template.getSpec().getContainers().isEmpty()) {
                throw new StalledException(WaitReason.TemplateInvalid, "spec.template has no containers");
            }
            if (template.getMetadata() == null) {
                template.setMetadata(new ObjectMeta());
            }
            return template;
        } catch (KubernetesClientException | IllegalArgumentException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new StalledException(
                    WaitReason.TemplateInvalid, "spec.template is not a pod template: " + cause.getMessage());
        }
    }

    /** The container that is the node: the one named {@code node}, else the first. */
    static Container nodeContainer(PodTemplateSpec template) {
        var containers = template.getSpec().getContainers();
        return containers.stream()
                .filter(c -> "node".equals(c.getName()))
                .findFirst()
                .orElse(containers.getFirst());
    }

    private static void dropNulls(JsonNode json) {
        switch (json) {
            case ObjectNode object -> {
                var names = new ArrayList<String>();
                object.fieldNames().forEachRemaining(names::add);
                names.stream().filter(n -> object.get(n).isNull()).forEach(object::remove);
            }
            case ArrayNode array -> {
                for (var i = array.size() - 1; i >= 0; i--) {
                    if (array.get(i).isNull()) {
                        array.remove(i);
                    }
                }
            }
            default -> {}
        }
        json.forEach(Template::dropNulls);
    }
}
