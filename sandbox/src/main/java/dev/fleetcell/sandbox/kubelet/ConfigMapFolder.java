package dev.fleetcell.sandbox.kubelet;

import dev.fleetcell.sandbox.files.FileTree;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * A mounted ConfigMap, changed at once as a kubelet does it: each key is a link to {@code ..data/KEY}, {@code ..data} is a link to
 * the folder of one version, and a new version comes into force when that one link is replaced.
 */
final class ConfigMapFolder {
    private static final String CURRENT = "..data";

    private final Path folder;
    private Map<String, byte[]> content = new TreeMap<>();
    private int version;

    ConfigMapFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        write();
    }

    /** Makes the folder hold what the ConfigMap holds; does nothing when it does already. */
    void update(ConfigMap configMap) throws IOException {
        Map<String, byte[]> wanted = new TreeMap<>();
        if (configMap.getData() != null) {
            configMap.getData().forEach((key, text) -> wanted.put(key, text.getBytes(StandardCharsets.UTF_8)));
        }
        if (configMap.getBinaryData() != null) {
            configMap
                    .getBinaryData()
                    .forEach(
                            (key, base64) -> wanted.put(key, Base64.getDecoder().decode(base64)));
        }
        if (!same(wanted, content)) {
            content = wanted;
            write();
        }
    }

    private void write() throws IOException {
        Path old = folder.resolve("..v" + version);
        version++;
        Path fresh = Files.createDirectory(folder.resolve("..v" + version));
        for (Map.Entry<String, byte[]> entry : content.entrySet()) {
            Files.write(fresh.resolve(entry.getKey()), entry.getValue());
        }
        Path link = folder.resolve("..data_tmp");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, fresh.getFileName());
        Files.move(link, folder.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        linkKeys();
        FileTree.delete(old);
    }

    private void linkKeys() throws IOException {
        for (String key : content.keySet()) {
            Path link = folder.resolve(key);
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of(CURRENT, key));
            }
        }
        try (DirectoryStream<Path> links = Files.newDirectoryStream(folder, path -> !isOurs(path))) {
            for (Path link : links) {
                Files.deleteIfExists(link);
            }
        } catch (NoSuchFileException podIsBeingRemoved) {
            return;
        }
    }

    private boolean isOurs(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith("..") || content.containsKey(name);
    }

    private static boolean same(Map<String, byte[]> a, Map<String, byte[]> b) {
        return a.keySet().equals(b.keySet())
                && a.keySet().stream().allMatch(key -> Arrays.equals(a.get(key), b.get(key)));
    }
}
