package dev.fleetcell.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image read back from its archive, as a container engine would.
 *
 * @param tag the only one
 * @param config the configuration
 * @param layers the files of each layer, from bottom to top
 */
record ReadImage(String tag, JsonNode config, List<List<File>> layers) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A file, folder or link in a layer. */
    static final class File {
        private final TarArchiveEntry header;
        private final byte[] content;

        File(TarArchiveEntry header, byte[] content) {
            this.header = header;
            this.content = content;
        }

        TarArchiveEntry header() {
            return header;
        }

        byte[] content() {
            return content;
        }

        String path() {
            return header.getName();
        }
    }

    static ReadImage of(Path archive) throws IOException {
        Map<String, byte[]> members = new HashMap<>();
        try (InputStream in = Files.newInputStream(archive)) {
            read(in).forEach(file -> members.put(file.path(), file.content()));
        }
        JsonNode manifest = JSON.readTree(members.getOrDefault("manifest.json", new byte[0]))
                .get(0);
        List<List<File>> layers = new ArrayList<>();
        for (JsonNode layer : manifest.get("Layers")) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(members.get(layer.asText())))) {
                layers.add(read(in));
            }
        }
        return new ReadImage(
                manifest.at("/RepoTags/0").asText(),
                JSON.readTree(members.get(manifest.get("Config").asText())),
                layers);
    }

    List<File> files() {
        return layers.stream().flatMap(List::stream).toList();
    }

    String text(String path) {
        return files().stream()
                .filter(file -> file.path().equals(path))
                .map(file -> new String(file.content(), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + path + " in " + tag));
    }

    private static List<File> read(InputStream in) throws IOException {
        List<File> files = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry header = tar.getNextEntry(); header != null; header = tar.getNextEntry()) {
                files.add(new File(header, tar.readAllBytes()));
            }
        }
        return files;
    }
}
