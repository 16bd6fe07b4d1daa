package dev.fleetcell.sandbox.kubelet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigMapFolderTest {
    @TempDir
    Path folder;

    @Test
    void keysComeChangeAndGo() throws Exception {
        ConfigMapFolder mounted = new ConfigMapFolder(folder);
        assertEquals(List.of(), keys());
        mounted.update(map(Map.of("a", "1", "b", "2")));
        mounted.update(map(Map.of("b", "3", "c", "4")));
        assertEquals(List.of("b", "c"), keys());
        assertEquals("3", Files.readString(folder.resolve("b")));
        assertFalse(Files.exists(folder.resolve("a")));
    }

    @Test
    void aVersionThatWasOpenedStaysWhole() throws Exception {
        ConfigMapFolder mounted = new ConfigMapFolder(folder);
        mounted.update(map(Map.of("a", "1")));
        try (var open = Files.newBufferedReader(folder.resolve("a"))) {
            mounted.update(map(Map.of("a", "2")));
            assertEquals("1", open.readLine());
        }
        assertEquals("2", Files.readString(folder.resolve("a")));
    }

    @Test
    void binaryDataAreDecoded() throws Exception {
        ConfigMapFolder mounted = new ConfigMapFolder(folder);
        mounted.update(new ConfigMapBuilder().addToBinaryData("raw", "AP8=").build());
        assertArrayEquals(new byte[] {0, (byte) 255}, Files.readAllBytes(folder.resolve("raw")));
    }

    private List<String> keys() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".."))
                    .sorted()
                    .toList();
        }
    }

    private static ConfigMap map(Map<String, String> data) {
        return new ConfigMapBuilder().withData(data).build();
    }
}
