package dev.fleetcell.operator.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetcell.operator.plan.WaitReason;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    @Test
    void fieldsLeftEmptyCountAsLeftOut() {
        var template = Template.read(
                json(
                        "{metadata: null, spec: {volumes: null, containers: [null, {name: a, env: null}, {name: node, ports: null}]}}"));
        assertEquals(2, template.getSpec().getContainers().size());
        assertTrue(template.getSpec().getVolumes().isEmpty());
        assertEquals("node", Template.nodeContainer(template).getName());
        assertTrue(Template.nodeContainer(template).getPorts().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{spec: {containers: [null]}}",
                "{spec: {containers: [{name: a, args: x}]}}",
                "{spec: {containers: [{name: a, ports: [{containerPort: abc}]}]}}",
                "{spec: {containers: [{name: a, env: {A: b}}]}}",
                "{metadata: 3, spec: {containers: [{name: a}]}}"
            })
    void whatIsMistypedIsSaidAndStopsOnlyThisCell(String template) {
        var stalled = assertThrows(StalledException.class, () -> Template.read(json(template)));
        assertEquals(WaitReason.TemplateInvalid, stalled.asWait().reason());
        assertTrue(
                stalled.asWait().message().startsWith("spec.template "),
                stalled.asWait().message());
    }

    private static JsonNode json(String yaml) {
        return Serialization.unmarshal("template: " + yaml, JsonNode.class).get("template");
    }
}
