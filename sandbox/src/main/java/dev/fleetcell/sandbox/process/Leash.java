package dev.fleetcell.sandbox.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The watchdog process of one {@link LocalProcesses}: a shell that holds the read end of a pipe from this JVM. When the JVM
 * goes, also by SIGKILL, the pipe ends and the shell ends every process it was told of ({@code leash.sh} has the algorithm).
 *
 * <p>All signals of the room go through it, because a shell can signal a process group and Java cannot.
 */
final class Leash {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Process shell;
    private final OutputStream line;

    private Leash(Process shell) {
        this.shell = shell;
        this.line = shell.getOutputStream();
    }

    /** Starts the shell in a session of its own, with script and log in {@code directory}. */
    static Leash start(Path directory) throws IOException {
        // A file, not an argument: people look at the list of processes.
        Path script = directory.resolve("leash.sh");
        Files.writeString(script, script());
        ProcessBuilder builder =
                new ProcessBuilder("setsid", "sh", script.toString(), Long.toString(PATIENCE.toSeconds()));
        builder.directory(new File("/"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("leash.log").toFile()));
        try {
            return new Leash(builder.start());
        } catch (IOException e) {
            throw new IOException(
                    "cannot start setsid and sh, which the sandbox needs: install util-linux (" + e.getMessage() + ")",
                    e);
        }
    }

    void add(long pid, long startTime, StopStage stage, StopSignal signal) {
        tell("add", Long.toString(pid), Long.toString(startTime), Integer.toString(stage.turn()), signal.name());
    }

    /** Forgets a process whose exit was seen, and kills what is left of its group. */
    void remove(long pid) {
        // A surviving member keeps the group's number from being reused, so this can hit only that group.
        tell("sweep", Long.toString(pid));
        tell("del", Long.toString(pid));
    }

    void signal(String signal, long pid) {
        tell("signal", signal.toUpperCase(Locale.ROOT), Long.toString(pid));
    }

    /** Lets the shell end; it first ends whatever it still holds. */
    void close() {
        try {
            line.close();
        } catch (IOException alreadyGone) {
            shell.destroyForcibly();
        }
        try {
            if (!shell.waitFor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                shell.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void tell(String... words) {
        try {
            line.write((String.join(" ", words) + "\n").getBytes(StandardCharsets.US_ASCII));
            line.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the leash process " + shell.pid() + " is gone, so processes cannot be started or signalled", e);
        }
    }

    private static String script() throws IOException {
        try (InputStream in = Leash.class.getResourceAsStream("leash.sh")) {
            if (in == null) {
                throw new IOException("leash.sh is missing from the sandbox's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
