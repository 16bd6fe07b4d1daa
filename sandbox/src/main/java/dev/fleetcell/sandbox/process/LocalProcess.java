package dev.fleetcell.sandbox.process;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process of a {@link LocalProcesses}, running or ended. Signals reach its whole process group. */
public final class LocalProcess {
    /** The exit code of an adopted process: only its parent learns the real one. */
    public static final int UNKNOWN_EXIT = -1;

    private static final Duration DEATH_AFTER_KILL = Duration.ofSeconds(5);

    private final String name;
    private final ProcessHandle handle;
    private final Path log;
    private final StopStage stage;
    private final StopSignal stopSignal;
    private final Leash leash;
    private final CompletableFuture<Integer> exit;

    LocalProcess(
            String name,
            ProcessHandle handle,
            Path log,
            StopStage stage,
            StopSignal stopSignal,
            Leash leash,
            CompletableFuture<Integer> exit) {
        this.name = name;
        this.handle = handle;
        this.log = log;
        this.stage = stage;
        this.stopSignal = stopSignal;
        this.leash = leash;
        this.exit = exit;
    }

    public String name() {
        return name;
    }

    public long pid() {
        return handle.pid();
    }

    public StopStage stage() {
        return stage;
    }

    public boolean isAlive() {
        return !exit.isDone();
    }

    /** Completes when the process has ended: its exit code, 128 + n for signal n, {@link #UNKNOWN_EXIT} when adopted. */
    public CompletableFuture<Integer> exit() {
        return exit.copy();
    }

    /** Standard output and standard error, appended; also by an earlier process of this name. */
    public Path log() {
        return log;
    }

    /** The last lines of the log, at most {@code lines} and at most its last 64 KiB; a sentence when it cannot be read. */
    public String tail(int lines) {
        return LogTail.of(log, lines);
    }

    /**
     * Asks the process to end, and kills it after {@code grace}. Returns when it has ended.
     *
     * @throws IllegalStateException if it still runs 5 s after SIGKILL (it hangs in the kernel)
     */
    public void terminate(Duration grace) {
        requestStop();
        if (!awaitExit(grace)) {
            kill();
        }
    }

    /**
     * Kills the process and its group. Returns when it has ended.
     *
     * @throws IllegalStateException if it still runs 5 s later (it hangs in the kernel)
     */
    public void kill() {
        signal("KILL");
        boolean interrupted = Thread.interrupted();
        boolean ended = awaitExit(DEATH_AFTER_KILL);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            throw new IllegalStateException("process " + this + " does not end on SIGKILL");
        }
    }

    void requestStop() {
        signal(stopSignal.name());
    }

    /** Sends a signal such as {@code STOP} or {@code CONT} and does not wait; nothing happens when the process has ended. */
    public void signal(String signal) {
        if (exit.isDone()) {
            return;
        }
        try {
            leash.signal(signal, pid());
        } catch (UncheckedIOException leashIsGone) {
            if (signal.equals("KILL")) {
                handle.destroyForcibly();
            } else {
                handle.destroy();
            }
        }
    }

    /** Waits at most {@code limit} for the end of the process and tells whether it has ended. */
    public boolean awaitExit(Duration limit) {
        try {
            exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return exit.isDone();
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    @Override
    public String toString() {
        return name + " (pid " + pid() + ")";
    }
}
