package dev.fleetcell.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the machine: kubectl, docker, and the scripts that users run. */
final class Shell {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Shell() {}

    /**
     * What came of a program.
     *
     * @param took from its start to its end
     */
    record Result(List<String> command, int exitCode, String out, String err, Duration took) {
        /** Its output, when it succeeded. */
        String require() {
            if (exitCode != 0) {
                throw new AssertionError(
                        String.join(" ", command) + " ended with " + exitCode + ":\n" + err + "\n" + out);
            }
            return out;
        }
    }

    /** Runs a program in the checkout's root; after five minutes it is ended and that is a failure. */
    static Result run(String... command) {
        return runWithInput("", command);
    }

    static Result runWithInput(String input, String... command) {
        var began = System.nanoTime();
        try {
            var out = Files.createTempFile("out", "");
            var err = Files.createTempFile("err", "");
            try {
                var process = new ProcessBuilder(command)
                        .directory(ROOT.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                try (var in = process.outputWriter()) {
                    in.write(input);
                }
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(String.join(" ", command) + " did not end within " + LIMIT + ":\n"
                            + Files.readString(out) + Files.readString(err));
                }
                return new Result(
                        List.of(command),
                        process.exitValue(),
                        Files.readString(out),
                        Files.readString(err),
                        Duration.ofNanos(System.nanoTime() - began));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted in " + String.join(" ", command), e);
        }
    }
}
