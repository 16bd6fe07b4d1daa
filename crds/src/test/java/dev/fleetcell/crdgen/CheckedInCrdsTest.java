package dev.fleetcell.crdgen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fleetcell.api.v1alpha1.ColdRestart;
import dev.fleetcell.api.v1alpha1.FleetCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The YAML that users apply is the YAML of these types. {@code make crds} writes it (system property crds.write). */
class CheckedInCrdsTest {
    private static final Map<String, Class<?>> TYPES =
            Map.of("fleetcells.fleetcell.dev", FleetCell.class, "coldrestarts.fleetcell.dev", ColdRestart.class);

    @BeforeAll
    static void write() throws IOException {
        if (Boolean.getBoolean("crds.write")) {
            for (var name : TYPES.keySet()) {
                Files.writeString(checkedIn(name), rendered(name));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fleetcells.fleetcell.dev", "coldrestarts.fleetcell.dev"})
    void checkedInYamlIsWhatTheTypesSay(String name) throws IOException {
        assertEquals(
                rendered(name),
                Files.readString(checkedIn(name)),
                "crds/" + name + ".yaml is not what the types say: run 'make crds'");
    }

    /** A resource that this test does not know would never be compared, nor reach the chart. */
    @Test
    void everyResourceIsCheckedIn() throws IOException {
        assertEquals(new TreeSet<>(TYPES.keySet()), names(Path.of("target/crds"), "-v1.yml"), "generated");
        assertEquals(new TreeSet<>(TYPES.keySet()), names(Path.of(""), ".yaml"), "checked in");
    }

    private static Path checkedIn(String name) {
        return Path.of(name + ".yaml");
    }

    private static String rendered(String name) throws IOException {
        return CrdFile.render(Path.of("target/crds/" + name + "-v1.yml"), TYPES.get(name));
    }

    private static Set<String> names(Path folder, String suffix) throws IOException {
        var names = new TreeSet<String>();
        try (var files = Files.newDirectoryStream(folder, "*" + suffix)) {
            for (Path file : files) {
                var name = file.getFileName().toString();
                names.add(name.substring(0, name.length() - suffix.length()));
            }
        }
        return names;
    }
}
