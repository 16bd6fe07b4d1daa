package dev.fleetcell.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;

/** What was measured on the way: printed, and kept as rows of a table. No test passes or fails by them. */
final class Figures {
    private static final Path FILE = Path.of("target", "figures.md");

    private Figures() {}

    static void note(String what, Duration took) {
        note(what, String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0));
    }

    static void note(String what, String figure) {
        System.err.println("figure: " + what + ": " + figure);
        try {
            Files.writeString(
                    FILE, "| " + what + " | " + figure + " |\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
