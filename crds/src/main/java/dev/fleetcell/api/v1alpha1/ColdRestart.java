package dev.fleetcell.api.v1alpha1;

import dev.fleetcell.crdgen.ColdRestartSchema;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * One cold restart of every node of some cells, at a pace that the metadata store can bear.
 *
 * <p>Its name is the stamp: every node that was restarted carries it, and one that does not still has to be. So a restart
 * that was begun resumes whoever leads the operator, and another restart needs another name.
 */
@Group("fleetcell.dev")
@Version("v1alpha1")
@ShortNames("fcr")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Progress", jsonPath = ".status.progress", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Cell", jsonPath = ".status.cell", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Waits", jsonPath = ".status.wait.reason", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "ETA", jsonPath = ".status.eta", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@ValidationRule(
        value = "self.metadata.name.size() <= 63",
        message = "metadata.name: at most 63 characters (every node that was restarted carries it)")
@SchemaCustomizer(ColdRestartSchema.class)
public class ColdRestart extends CustomResource<ColdRestartSpec, ColdRestartStatus> implements Namespaced {}
