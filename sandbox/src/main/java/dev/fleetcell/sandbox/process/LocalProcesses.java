package dev.fleetcell.sandbox.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts local processes and ends them: with {@link #close}, when this JVM is stopped (Ctrl-C, SIGTERM, exit), and through the
 * leash also when it is killed.
 *
 * <p>Each process gets a session of its own, so a Ctrl-C in the terminal reaches only the JVM, and its children share its fate;
 * a child that makes a session of its own escapes unless it is {@linkplain #adopt adopted}. Input is empty, output goes to
 * {@code NAME.log} in the folder, which grows as long as the process writes. Of this JVM's environment a process inherits only
 * PATH, HOME, LANG, LC_ALL, TZ, TMPDIR and JAVA_HOME.
 *
 * <p>A process is held by the leash <em>before</em> its program begins: it waits in a shell for one line from this JVM, and ends
 * if that never comes. So there is no moment at which a killed JVM leaves an orphan. Safe for use by several threads.
 */
public final class LocalProcesses implements AutoCloseable {
    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "JAVA_HOME");
    private static final String GATE = "read -r go && exec \"$@\" < /dev/null";
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Path directory;
    private final Leash leash;
    private final Map<String, LocalProcess> running = new ConcurrentHashMap<>();
    private final Thread shutdownHook = new Thread(this::stopAll, "local-processes-stop");
    private final Object stopping = new Object();
    private boolean closed;
    private boolean stopped;

    private LocalProcesses(Path directory, Leash leash) {
        this.directory = directory;
        this.leash = leash;
    }

    /** Opens the folder for logs and working directories; it is created when absent and never removed. */
    public static LocalProcesses open(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        Files.createDirectories(absolute);
        LocalProcesses processes = new LocalProcesses(absolute, Leash.start(absolute));
        Runtime.getRuntime().addShutdownHook(processes.shutdownHook);
        return processes;
    }

    /** Starts a process of the workload; see {@link #start(ProcessSpec)}. */
    public LocalProcess start(String name, List<String> command, Map<String, String> env) throws IOException {
        return start(ProcessSpec.of(name, command).withEnv(env));
    }

    /**
     * Starts a process.
     *
     * @throws IOException if the program is not there or not executable
     * @throws IllegalStateException if a process of this name is running, or this is closed
     */
    public synchronized LocalProcess start(ProcessSpec spec) throws IOException {
        checkFree(spec.name());
        List<String> command = new ArrayList<>(List.of("setsid", "sh", "-c", GATE, "gate"));
        command.addAll(spec.command());
        command.set(5, Program.locate(spec.command().getFirst(), spec.env()).toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(spec.workingDirectory().orElse(directory).toFile());
        Path log = directory.resolve(spec.name() + ".log");
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(spec.env());
        Process process = builder.start();
        try (OutputStream gate = process.getOutputStream()) {
            LocalProcess started = hold(
                    spec.name(),
                    process.toHandle(),
                    log,
                    spec.stage(),
                    spec.stopSignal(),
                    process.onExit().thenApply(Process::exitValue));
            gate.write("go\n".getBytes(StandardCharsets.US_ASCII));
            return started;
        } catch (UncheckedIOException leashIsGone) {
            process.destroyForcibly();
            throw new IOException("cannot start " + spec.name() + ": " + leashIsGone.getMessage(), leashIsGone);
        }
    }

    /**
     * Takes over a process that made a daemon of itself; it should lead its own process group.
     *
     * @throws IllegalArgumentException if there is no such process
     * @throws IllegalStateException if a process of this name is running, or this is closed
     */
    public synchronized LocalProcess adopt(String name, long pid, Path log, StopStage stage, StopSignal signal) {
        ProcessSpec.checkName(name);
        checkFree(name);
        ProcessHandle handle = ProcessHandle.of(pid)
                .orElseThrow(() -> new IllegalArgumentException("no process " + pid + " to adopt as " + name));
        return hold(name, handle, log, stage, signal, handle.onExit().thenApply(h -> LocalProcess.UNKNOWN_EXIT));
    }

    /** The running process of that name. */
    public Optional<LocalProcess> find(String name) {
        return Optional.ofNullable(running.get(name));
    }

    /** The folder of the logs. */
    public Path directory() {
        return directory;
    }

    /**
     * Stops everything, stage by stage, each process with 5 s to end in good order; at most 40 s in all. Closing again does
     * nothing.
     */
    @Override
    public void close() {
        stopAll();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shuttingDown) {
            return;
        }
    }

    private LocalProcess hold(
            String name,
            ProcessHandle handle,
            Path log,
            StopStage stage,
            StopSignal signal,
            CompletableFuture<Integer> exit) {
        long pid = handle.pid();
        ProcStat.startTime(pid).ifPresent(startTime -> leash.add(pid, startTime, stage, signal));
        CompletableFuture<Integer> released = new CompletableFuture<>();
        LocalProcess process = new LocalProcess(name, handle, log, stage, signal, leash, released);
        running.put(name, process);
        // The name is free again before anybody learns of the exit.
        var _ = exit.thenAccept(code -> {
            release(process);
            released.complete(code);
        });
        return process;
    }

    private void release(LocalProcess process) {
        running.remove(process.name(), process);
        try {
            leash.remove(process.pid());
        } catch (UncheckedIOException leashIsGone) {
            return;
        }
    }

    private void checkFree(String name) {
        if (closed) {
            throw new IllegalStateException("cannot start " + name + ": these processes are closed");
        }
        LocalProcess other = running.get(name);
        if (other != null) {
            throw new IllegalStateException("cannot start " + name + ": " + other + " is running; stop it first");
        }
    }

    /** A second caller, such as the shutdown hook, waits for the first. */
    private void stopAll() {
        synchronized (this) {
            closed = true;
        }
        synchronized (stopping) {
            if (stopped) {
                return;
            }
            for (StopStage stage : StopStage.values()) {
                stop(running.values().stream().filter(p -> p.stage() == stage).toList());
            }
            leash.close();
            stopped = true;
        }
    }

    private static void stop(List<LocalProcess> stage) {
        stage.forEach(LocalProcess::requestStop);
        long deadline = System.nanoTime() + GRACE.toNanos();
        for (LocalProcess process : stage) {
            process.awaitExit(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
        List<LocalProcess> stubborn =
                stage.stream().filter(LocalProcess::isAlive).toList();
        stubborn.forEach(process -> process.signal("KILL"));
        stubborn.forEach(process -> process.awaitExit(GRACE));
    }
}
