package dev.fleetcell.crdgen;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;

/**
 * A generated CRD as it is checked in under {@code crds/}: printer columns in the order in which the class declares
 * them (the generator sorts them by path, so that Age would stand first), and a digest of its spec.
 */
public final class CrdFile {
    /**
     * The annotation by which the chart tells whether a cluster has the definition that it needs. Not the spec itself:
     * the API server fills in defaults, so what it returns differs from what was applied.
     */
    static final String DIGEST = "fleetcell.dev/crd-digest";

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
        crd.getMetadata().setAnnotations(Map.of(DIGEST, digest(serialization.asYaml(crd.getSpec()))));
        return HEADER + serialization.asYaml(crd);
    }

    /** SHA-256 as hexadecimal digits: as good as a version, and nobody can forget to raise it. */
    static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
