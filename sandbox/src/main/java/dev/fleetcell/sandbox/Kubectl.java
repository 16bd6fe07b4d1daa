package dev.fleetcell.sandbox;

import dev.fleetcell.sandbox.process.LocalProcess;
import dev.fleetcell.sandbox.process.LocalProcesses;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs kubectl against one cluster. */
final class Kubectl {
    private static final int OUTPUT_LIMIT = 16 << 20;
    private static final String SPLIT = "out=$1 err=$2; shift 2; exec \"$@\" > \"$out\" 2> \"$err\"";

    private final Path program;
    private final Path kubeconfig;
    private final LocalProcesses processes;
    private final AtomicInteger runs = new AtomicInteger();

    Kubectl(Path program, Path kubeconfig, LocalProcesses processes) {
        this.program = program;
        this.kubeconfig = kubeconfig;
        this.processes = processes;
    }

    CommandResult run(Duration limit, List<String> arguments) throws IOException {
        String name = "kubectl-" + runs.incrementAndGet();
        Path out = processes.directory().resolve(name + ".out");
        Path err = processes.directory().resolve(name + ".err");
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", SPLIT, "sh", out.toString(), err.toString(), program.toString()));
        command.addAll(arguments);
        LocalProcess process = processes.start(name, command, Map.of("KUBECONFIG", kubeconfig.toString()));
        try {
            if (process.awaitExit(limit)) {
                return new CommandResult(process.exit().join(), read(out), read(err));
            }
            process.kill();
            return new CommandResult(
                    CommandResult.TIMED_OUT,
                    read(out),
                    read(err) + "killed after " + limit.toSeconds() + " s: kubectl " + String.join(" ", arguments));
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
            Files.deleteIfExists(process.log());
        }
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(OUTPUT_LIMIT), StandardCharsets.UTF_8);
        }
    }
}
