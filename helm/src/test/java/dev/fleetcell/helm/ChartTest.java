package dev.fleetcell.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The chart as a package: lint, versions, and its copies of files that live elsewhere. */
class ChartTest {
    private static final Path CRDS = Chart.FOLDER.resolve("../../crds");

    @Test
    void lintIsContentAlsoWhenStrict() {
        var lint = Chart.helm().lint().strict().call();
        assertFalse(lint.isFailed(), () -> String.join("\n", lint.getMessages()));
    }

    @Test
    void chartAndImageHaveTheVersionOfTheProject() {
        var chart = Chart.yaml(Chart.read("Chart.yaml"), Map.class);
        var project = System.getProperty("fleetcell.version");
        assertEquals(project, chart.get("version"), "version in Chart.yaml");
        assertEquals(project, chart.get("appVersion"), "appVersion in Chart.yaml");
    }

    @Test
    void theDefinitionsAreThoseOfTheProject() throws Exception {
        assertEquals(
                definitions(CRDS),
                definitions(Chart.FOLDER.resolve("crds")),
                "helm/fleetcell/crds differs from crds/: cp crds/*.yaml helm/fleetcell/crds/");
    }

    @Test
    void theCatalogueListsEveryDefinition() throws Exception {
        var listed = Pattern.compile("(?m)^      name: (\\S+)$")
                .matcher(Chart.read("Chart.yaml"))
                .results()
                .map(m -> m.group(1) + ".yaml")
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(definitions(CRDS).keySet(), listed, "artifacthub.io/crds in Chart.yaml");
    }

    @Test
    void theLicenceIsThatOfTheProject() {
        assertEquals(Chart.read("../../LICENSE"), Chart.read("LICENSE"), "cp LICENSE helm/fleetcell/");
        assertTrue(Chart.read("Chart.yaml").contains("artifacthub.io/license: Apache-2.0"), "Chart.yaml");
    }

    private static Map<String, String> definitions(Path folder) throws Exception {
        var definitions = new TreeMap<String, String>();
        try (var files = Files.newDirectoryStream(folder, "*.yaml")) {
            for (Path file : files) {
                definitions.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        assertFalse(definitions.isEmpty(), () -> "no definitions in " + folder);
        return definitions;
    }
}
