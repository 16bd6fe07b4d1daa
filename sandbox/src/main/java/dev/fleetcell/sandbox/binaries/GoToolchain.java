package dev.fleetcell.sandbox.binaries;

import dev.fleetcell.sandbox.process.LocalProcess;
import dev.fleetcell.sandbox.process.LocalProcesses;
import dev.fleetcell.sandbox.process.ProcessSpec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs the {@code go} command as local processes, so that a build ends with the JVM that wanted it. */
final class GoToolchain implements AutoCloseable {
    private static final Duration LIST_LIMIT = Duration.ofMinutes(30);
    private static final Duration BUILD_LIMIT = Duration.ofHours(1);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Pattern PASSED_ON =
            Pattern.compile("GO.*|(?i:https?_proxy|no_proxy|all_proxy)|SSL_CERT_.*|XDG_.*|NETRC");
    private static final Pattern NETWORK = Pattern.compile(
            "dial tcp|no such host|i/o timeout|connection refused|proxyconnect|TLS handshake|lookup .* on");

    private final Path go;
    private final LocalProcesses processes;

    private GoToolchain(Path go, LocalProcesses processes) {
        this.go = go;
        this.processes = processes;
    }

    /** Finds {@code go} in PATH or where its installer puts it; logs go below {@code working}. */
    static GoToolchain find(Path working) throws IOException {
        String path = System.getenv().getOrDefault("PATH", "");
        return find(working, path + File.pathSeparator + "/usr/local/go/bin");
    }

    static GoToolchain find(Path working, String path) throws IOException {
        Path go = Stream.of(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "go"))
                .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
                .findFirst()
                .orElseThrow(() -> new IOException("there is no go command in " + path + ": install Go "
                        + requiredVersion() + " or newer and put it into PATH"));
        return new GoToolchain(go, LocalProcesses.open(working.resolve("logs")));
    }

    /** Downloads modules where they are missing, and returns the number of packages that the given ones consist of. */
    long list(Path source, List<String> flags, List<String> packages) throws IOException {
        LocalProcess list = start(source, command("list", List.of("-deps"), flags, packages));
        if (!list.awaitExit(LIST_LIMIT) || list.exit().join() != 0) {
            throw failure(list);
        }
        try (Stream<String> lines = Files.lines(list.log())) {
            return lines.filter(line -> !line.startsWith("go: ")).count();
        }
    }

    /** Builds programs into a folder; fails when that takes more than an hour. */
    void build(Path source, List<String> flags, List<String> packages, Path into, BuildProgress progress)
            throws IOException {
        LocalProcess build = start(source, command("build", List.of("-v", "-o", into + "/"), flags, packages));
        long deadline = System.nanoTime() + BUILD_LIMIT.toNanos();
        while (!build.awaitExit(POLL)) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                throw failure(build);
            }
            try (Stream<String> lines = Files.lines(build.log())) {
                progress.compiled(lines.filter(line -> !line.startsWith("go: ")).count());
            }
        }
        if (build.exit().join() != 0) {
            throw failure(build);
        }
    }

    @Override
    public void close() {
        processes.close();
    }

    private LocalProcess start(Path source, List<String> command) throws IOException {
        Map<String, String> env = new TreeMap<>(System.getenv());
        env.keySet().removeIf(name -> !PASSED_ON.matcher(name).matches());
        env.put("CGO_ENABLED", "0");
        env.put("GOWORK", "off");
        String name = "go-" + command.get(1) + "-" + source.getFileName();
        return processes.start(ProcessSpec.of(name, command).withEnv(env).withWorkingDirectory(source));
    }

    private List<String> command(String verb, List<String> options, List<String> flags, List<String> packages) {
        List<String> command = new ArrayList<>(List.of(go.toString(), verb));
        command.addAll(options);
        command.addAll(flags);
        command.addAll(packages);
        return command;
    }

    private static IOException failure(LocalProcess process) {
        String what = process.isAlive()
                ? process.name() + " took too long or was interrupted"
                : process.name() + " failed with exit code " + process.exit().join();
        process.kill();
        String output = process.tail(20);
        String advice = NETWORK.matcher(output).find()
                ? "\nGo could not download modules: is its module proxy reachable (go env GOPROXY GONOSUMDB)?"
                : "";
        return new IOException(what + "; its last lines:\n" + output + advice);
    }

    private static String requiredVersion() {
        try {
            return GoResources.text(GoModule.KUBERNETES.folder() + "/go.mod")
                    .lines()
                    .filter(line -> line.startsWith("go "))
                    .map(line -> line.substring("go ".length()))
                    .findFirst()
                    .orElse("of a current version");
        } catch (IOException e) {
            return "of a current version";
        }
    }
}
