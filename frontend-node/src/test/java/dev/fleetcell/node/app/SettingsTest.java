package dev.fleetcell.node.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.node.threads.TaskAllowance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Map<String, String> GOOD = Map.ofEntries(
            Map.entry("FLEETCELL_CELL", "use1-a"),
            Map.entry("FLEETCELL_NODE", "use1-a-m-3"),
            Map.entry("FLEETCELL_ADDRESS", "127.0.0.3"),
            Map.entry("FLEETCELL_SIZE", "m"),
            Map.entry("FLEETCELL_UNITS", "2"),
            Map.entry("FLEETCELL_THREAD_LIMIT", "1024"),
            Map.entry("FLEETCELL_THREAD_BUDGET", "819"),
            Map.entry("FLEETCELL_BOOTSTRAP_SOURCE", "MetadataStore"),
            Map.entry("FLEETCELL_MEMBERS", "use1-a-members.streams.svc"),
            Map.entry("FLEETCELL_STORE_URL", "jdbc:postgresql://store:5432/fleet?password=hidden"),
            Map.entry("FLEETCELL_STORE_USER", "reader"),
            Map.entry("FLEETCELL_STORE_PASSWORD", "secret"));

    @TempDir
    private Path directory;

    @Test
    void goodSettingsAreTakenAndWorkersAreEightForEachUnit() throws Exception {
        Settings settings = new SettingsSource(GOOD).read();
        assertEquals("use1-a-m-3@127.0.0.3", settings.self().toString());
        assertEquals(new TaskAllowance(1024, 819), settings.allowance());
        assertEquals(16, settings.workers());
    }

    @Test
    void nothingSetGivesALineForEverySettingThatHasNoDefault() {
        List<String> problems = problems(Map.of());
        assertEquals(11, problems.size(), problems::toString);
        assertTrue(
                problems.contains(
                        "FLEETCELL_UNITS is not set: set the units of the node's size: a number from 1 to 1000"),
                problems::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "FLEETCELL_CELL, Use1",
        "FLEETCELL_CELL, a234567890a234567890a234567890a234567890a",
        "FLEETCELL_NODE, pod.name",
        "FLEETCELL_ADDRESS, localhost",
        "FLEETCELL_ADDRESS, 0.0.0.0",
        "FLEETCELL_ADDRESS, 127.0.0.300",
        "FLEETCELL_SIZE, extra-large",
        "FLEETCELL_UNITS, 0",
        "FLEETCELL_UNITS, 1.5",
        "FLEETCELL_UNITS, 99999999999",
        "FLEETCELL_THREAD_LIMIT, -1",
        "FLEETCELL_THREAD_BUDGET, 1025",
        "FLEETCELL_BOOTSTRAP_SOURCE, Peers",
        "FLEETCELL_MEMBERS, a b",
        "FLEETCELL_STORE_URL, jdbc:mysql://store/fleet",
        "FLEETCELL_STORE_URL, jdbc:postgresql://store:port/fleet",
        "FLEETCELL_WORKERS_PER_UNIT, 0",
        "FLEETCELL_WORKERS_PER_UNIT, 08x"
    })
    void aBadSettingIsNamedWithItsValueAndWhatToSet(String name, String value) {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put(name, value);
        List<String> problems = problems(settings);
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.getFirst().startsWith(name + "=" + value + " cannot be used: set "), problems::toString);
    }

    @Test
    void aFileWinsOverTheEnvironment() throws Exception {
        Files.writeString(directory.resolve("FLEETCELL_THREAD_LIMIT"), "2048\n");
        assertEquals(
                new TaskAllowance(2048, 819),
                new SettingsSource(withDirectory()).read().allowance());
    }

    @Test
    void aFileThatIsTooLongIsRefused() throws Exception {
        Files.writeString(directory.resolve("FLEETCELL_MEMBERS"), "x".repeat(5000));
        List<String> problems = problems(withDirectory());
        assertTrue(problems.getFirst().contains("is longer than 4096 bytes"), problems::toString);
    }

    @Test
    void aDirectoryThatIsNotThereIsAProblem() {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put("FLEETCELL_SETTINGS", directory.resolve("absent").toString());
        assertTrue(problems(settings)
                .getFirst()
                .endsWith("is not a directory: set the one where the ConfigMap is mounted"));
    }

    @Test
    void aChangedLimitIsObeyedAndABadOneChangesNothing() throws Exception {
        SettingsSource source = new SettingsSource(withDirectory());
        LiveAllowance allowance = new LiveAllowance(source, source.read());
        Path limit = directory.resolve("FLEETCELL_THREAD_LIMIT");

        Files.writeString(limit, "900");
        allowance.refresh();
        assertEquals(new TaskAllowance(900, 819), allowance.get());

        Files.writeString(limit, "many");
        allowance.refresh();
        assertEquals(new TaskAllowance(900, 819), allowance.get());

        Files.delete(limit);
        allowance.refresh();
        assertEquals(new TaskAllowance(1024, 819), allowance.get());
    }

    @Test
    void noPasswordIsEverInATextOfTheSettings() throws Exception {
        String text = new SettingsSource(GOOD).read().toString();
        assertFalse(text.contains("secret") || text.contains("hidden"), text);
    }

    @Test
    void aUrlThatCannotBeUsedIsNotRepeatedWithItsParameters() {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put("FLEETCELL_STORE_URL", "jdbc:postgresql://store:port/fleet?password=hidden");
        assertFalse(problems(settings).toString().contains("hidden"));
    }

    private Map<String, String> withDirectory() {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put("FLEETCELL_SETTINGS", directory.toString());
        return settings;
    }

    private static List<String> problems(Map<String, String> settings) {
        return assertThrows(InvalidSettingsException.class, () -> new SettingsSource(settings).read())
                .problems();
    }
}
