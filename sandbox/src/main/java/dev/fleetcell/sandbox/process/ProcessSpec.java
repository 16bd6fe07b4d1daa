package dev.fleetcell.sandbox.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What to start.
 *
 * @param name at most 200 of the characters {@code A-Z a-z 0-9 . _ -}; names the log file
 * @param command program and arguments; the program is a path or found in PATH
 * @param env environment, on top of the few inherited variables of {@link LocalProcesses}
 * @param stage when it is stopped
 * @param stopSignal what asks it to end
 * @param workingDirectory where it runs; empty: the folder of the {@link LocalProcesses}
 */
public record ProcessSpec(
        String name,
        List<String> command,
        Map<String, String> env,
        StopStage stage,
        StopSignal stopSignal,
        Optional<Path> workingDirectory) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    public ProcessSpec {
        checkName(name);
        command = List.copyOf(command);
        env = Map.copyOf(env);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("process " + name + ": the command is empty; give at least a program");
        }
    }

    /** A process of the workload, without environment of its own. */
    public static ProcessSpec of(String name, List<String> command) {
        return new ProcessSpec(name, command, Map.of(), StopStage.WORKLOAD, StopSignal.TERM, Optional.empty());
    }

    public ProcessSpec withEnv(Map<String, String> newEnv) {
        return new ProcessSpec(name, command, newEnv, stage, stopSignal, workingDirectory);
    }

    public ProcessSpec withStage(StopStage newStage) {
        return new ProcessSpec(name, command, env, newStage, stopSignal, workingDirectory);
    }

    public ProcessSpec withStopSignal(StopSignal newSignal) {
        return new ProcessSpec(name, command, env, stage, newSignal, workingDirectory);
    }

    public ProcessSpec withWorkingDirectory(Path directory) {
        return new ProcessSpec(name, command, env, stage, stopSignal, Optional.of(directory));
    }

    static void checkName(String name) {
        if (!NAME.matcher(name).matches() || name.startsWith(".")) {
            throw new IllegalArgumentException("process name '" + name
                    + "' names a log file: use 1 to 200 of A-Z a-z 0-9 . _ - and no dot at the beginning");
        }
    }
}
