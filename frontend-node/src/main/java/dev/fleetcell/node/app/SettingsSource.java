package dev.fleetcell.node.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from: the environment, and a mounted directory (a ConfigMap) with a file for each key, which
 * wins, because it follows changes and the environment does not.
 */
final class SettingsSource {
    static final String DIRECTORY = "FLEETCELL_SETTINGS";
    /** The longest setting is a URL. */
    static final int MAX_BYTES = 4096;

    private final Map<String, String> environment;

    SettingsSource(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads the settings as they are now.
     *
     * @throws InvalidSettingsException with all that is wrong, not only the first
     */
    Settings read() throws InvalidSettingsException {
        String directory = environment.getOrDefault(DIRECTORY, "");
        if (!directory.isBlank() && !Files.isDirectory(Path.of(directory))) {
            throw new InvalidSettingsException(List.of(
                    DIRECTORY + "=" + directory + " is not a directory: set the one where the ConfigMap is mounted"));
        }
        SettingsParser parser = new SettingsParser(setting -> value(directory, setting));
        return parser.parse();
    }

    private @Nullable String value(String directory, Setting setting) throws IOException {
        Path file = Path.of(directory, setting.name());
        String value = directory.isBlank() || !Files.exists(file) ? environment.get(setting.name()) : content(file);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static String content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException(file + " is longer than " + MAX_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
