package dev.fleetcell.images.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes the archive of one image in the format of {@code docker save}: a configuration, the compressed layers, and a {@code
 * manifest.json} that names them. Docker, containerd ({@code kind load image-archive}) and skopeo read it.
 */
public final class ImageArchive {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final int DATA = 0644;

    private ImageArchive() {}

    /**
     * Writes the archive and returns the image's id: the SHA-256 of its configuration, in hexadecimal digits.
     *
     * @param tag such as {@code fleetcell/operator:1.0.0}
     * @param file where to; replaced at once when it is complete
     */
    public static String write(Path file, String tag, ImageConfig config, List<Layer> layers) throws IOException {
        String configuration = json(configuration(config, layers));
        String id = Digests.of(configuration);
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("Config", id + ".json");
        manifest.put("RepoTags", List.of(tag));
        manifest.put("Layers", layers.stream().map(ImageArchive::name).toList());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(next));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
            Member members = new Member(tar, FileTime.from(config.created()));
            members.text(id + ".json", configuration);
            for (Layer layer : layers) {
                members.file(name(layer), layer.file());
            }
            members.text("manifest.json", json(List.of(manifest)));
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return id;
    }

    private static Map<String, Object> configuration(ImageConfig config, List<Layer> layers) {
        String created = config.created().toString();
        Map<String, Object> run = new TreeMap<>();
        run.put("User", config.user());
        run.put("WorkingDir", config.workingDirectory());
        run.put("Entrypoint", config.entrypoint());
        run.put("Env", config.environment());
        run.put("Labels", config.labels());
        Map<String, Object> ports = new TreeMap<>();
        config.ports().forEach(port -> ports.put(port, Map.of()));
        run.put("ExposedPorts", ports);
        Map<String, Object> all = new TreeMap<>();
        all.put("architecture", config.architecture());
        all.put("os", "linux");
        all.put("created", created);
        all.put("config", run);
        all.put(
                "rootfs",
                Map.of(
                        "type",
                        "layers",
                        "diff_ids",
                        layers.stream().map(layer -> "sha256:" + layer.diffId()).toList()));
        all.put(
                "history",
                layers.stream()
                        .map(layer -> Map.of("created", created, "created_by", "FleetCell images: " + layer.name()))
                        .toList());
        return all;
    }

    private static String name(Layer layer) {
        return layer.digest() + ".tar.gz";
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and texts are always JSON", e);
        }
    }

    /** Writes the members of the archive, all with the same owner and time. */
    private record Member(TarArchiveOutputStream tar, FileTime time) {
        void text(String name, String content) throws IOException {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            open(name, bytes.length);
            tar.write(bytes);
            tar.closeArchiveEntry();
        }

        void file(String name, Path content) throws IOException {
            open(name, Files.size(content));
            Files.copy(content, tar);
            tar.closeArchiveEntry();
        }

        private void open(String name, long size) throws IOException {
            TarArchiveEntry header = new TarArchiveEntry(name);
            header.setSize(size);
            header.setMode(DATA);
            header.setIds(0, 0);
            header.setNames("", "");
            header.setLastModifiedTime(time);
            tar.putArchiveEntry(header);
        }
    }
}
