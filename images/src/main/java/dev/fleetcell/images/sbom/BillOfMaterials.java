package dev.fleetcell.images.sbom;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetcell.images.content.Component;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Writes what is in an image as CycloneDX 1.6 in JSON. It is made from the very parts that the image is made of, so it can name
 * nothing else and forget nothing. The same content gives the same bytes.
 */
public final class BillOfMaterials {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private BillOfMaterials() {}

    /**
     * Writes the bill.
     *
     * @param repository the image's name, such as {@code fleetcell/operator}
     * @param version its tag
     * @param imageId the SHA-256 of its configuration, in hexadecimal digits
     * @param time what stands in it as the time at which it was made
     */
    public static void write(
            Path file, String repository, String version, String imageId, Instant time, List<Component> components)
            throws IOException {
        ObjectNode image = NODES.objectNode()
                .put("type", "container")
                .put("bom-ref", "image")
                .put("name", repository)
                .put("version", version);
        hash(image, imageId);
        ObjectNode bill = NODES.objectNode()
                .put("bomFormat", "CycloneDX")
                .put("specVersion", "1.6")
                .put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(imageId.getBytes(StandardCharsets.UTF_8)))
                .put("version", 1);
        bill.putObject("metadata").put("timestamp", time.toString()).set("component", image);
        ArrayNode listed = bill.putArray("components");
        Set<String> references = new HashSet<>();
        for (Component component : components) {
            ObjectNode node = node(component);
            String reference = component.purl().orElse(component.paths().getFirst());
            // The same library may be at two places.
            node.put("bom-ref", references.add(reference) ? reference : reference + "#" + references.size());
            listed.add(node);
        }
        JSON.writeValue(file.toFile(), bill);
    }

    private static ObjectNode node(Component component) {
        ObjectNode node = NODES.objectNode()
                .put("type", component.kind().name().toLowerCase(Locale.ROOT))
                .put("name", component.name())
                .put("version", component.version());
        if (!component.group().isEmpty()) {
            node.put("group", component.group());
        }
        component.purl().ifPresent(purl -> node.put("purl", purl));
        component.note().ifPresent(note -> node.put("description", note));
        component.sha256().ifPresent(digest -> hash(node, digest));
        if (!component.licences().isEmpty()) {
            ArrayNode licences = node.putArray("licenses");
            component
                    .licences()
                    .forEach(name -> licences.addObject().putObject("license").put("name", name));
        }
        ArrayNode places = node.putObject("evidence").putArray("occurrences");
        component.paths().forEach(path -> places.addObject().put("location", path));
        return node;
    }

    private static void hash(ObjectNode node, String digest) {
        node.putArray("hashes").addObject().put("alg", "SHA-256").put("content", digest);
    }
}
