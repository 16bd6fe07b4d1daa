package dev.fleetcell.crdgen;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A generated CRD as it is checked in under {@code crds/}: printer columns in the order in which the class declares
 * them (the generator sorts them by path, so that Age would stand first).
 */
public final class CrdFile {
    private static final String HEADER =
            "# Generated from the Java types in crds/src: change those, then run 'make crds'.\n";

    private CrdFile() {}

    /** The text of the file for {@code type}, made from the generator's output. */
    public static String render(Path generated, Class<?> type) throws IOException {
        var serialization = new KubernetesSerialization();
        var crd = serialization.unmarshal(Files.readString(generated), CustomResourceDefinition.class);
        var order = Arrays.stream(type.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        for (var version : crd.getSpec().getVersions()) {
            version.getAdditionalPrinterColumns().sort(Comparator.comparingInt(c -> order.indexOf(c.getName())));
        }
        return HEADER + serialization.asYaml(crd);
    }
}
