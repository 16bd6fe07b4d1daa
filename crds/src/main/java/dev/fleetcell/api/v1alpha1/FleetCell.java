package dev.fleetcell.api.v1alpha1;

import dev.fleetcell.crdgen.FleetCellSchema;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One cell of a front-end fleet: complete in itself, bounded, with a thread budget for each of its nodes. */
@Group("fleetcell.dev")
@Version("v1alpha1")
@ShortNames("fc")
@AdditionalPrinterColumn(name = "Capacity", jsonPath = ".spec.capacity", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Ceiling",
        jsonPath = ".status.ceiling.capacity",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Nodes",
        jsonPath = ".status.nodes.desired",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.nodes.ready", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Threads",
        jsonPath = ".status.threads.measuredMax",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Budget",
        jsonPath = ".status.threads.budget",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Guard",
        jsonPath = ".status.conditions[?(@.type==\"ScaleBlocked\")].reason",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Waits", jsonPath = ".status.change.wait", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@ValidationRule(
        value = Door1.OVERRIDE,
        optionalOldSelf = true,
        message = Door1.OVERRIDE_MESSAGE,
        reason = "FieldValueForbidden",
        fieldPath = ".spec.capacity")
@ValidationRule(
        value = Door1.REJECT,
        optionalOldSelf = true,
        message = Door1.REJECT_MESSAGE,
        messageExpression = Door1.REJECT_MESSAGE_EXPRESSION,
        reason = "FieldValueForbidden",
        fieldPath = ".spec.capacity")
@ValidationRule(value = Door1.NAME, message = Door1.NAME_MESSAGE)
@SchemaCustomizer(FleetCellSchema.class)
public class FleetCell extends CustomResource<FleetCellSpec, FleetCellStatus> implements Namespaced {}
