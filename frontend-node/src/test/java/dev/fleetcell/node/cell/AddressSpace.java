package dev.fleetcell.node.cell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The address space of the process (RLIMIT_AS), with stacks so large that it ends where a thread would begin. Any user
 * can set it. The kernel refuses memory here, not a task, but to the JVM it looks the same.
 */
final class AddressSpace implements TaskLimit {
    private static final long MIB = 1024 * 1024;
    private static final long STACK = 512 * MIB;
    /**
     * What a JVM of 64 MiB reserves apart from the stacks of Java threads: compressed classes (1 GiB), code, arenas.
     */
    private static final long BASE = 2560 * MIB;
    /** Small memory is still to be had when no stack is: the JVM does not survive without. */
    private static final long SLACK = STACK / 2;

    /** Empty when there is no prlimit. */
    static Optional<TaskLimit> create() {
        return Files.isExecutable(Path.of("/usr/bin/prlimit")) ? Optional.of(new AddressSpace()) : Optional.empty();
    }

    @Override
    public List<String> prefix(int tasks) {
        return List.of("/usr/bin/prlimit", "--as=" + (BASE + tasks * STACK) + ":");
    }

    @Override
    public boolean countsTasks() {
        return false;
    }

    @Override
    public List<String> jvmOptions() {
        return List.of("-Xss" + STACK / MIB + "m");
    }

    @Override
    public void shut(long pid) throws IOException, InterruptedException {
        String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
        long kib = status.lines()
                .filter(line -> line.startsWith("VmSize:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
        set(pid, Long.toString(kib * 1024 + SLACK));
    }

    @Override
    public void lift(long pid) throws IOException, InterruptedException {
        set(pid, "unlimited");
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "address space";
    }

    private static void set(long pid, String soft) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder("/usr/bin/prlimit", "--pid", Long.toString(pid), "--as=" + soft + ":")
                .inheritIO()
                .start();
        if (prlimit.waitFor() != 0) {
            throw new IOException("prlimit --as=" + soft + ": exit " + prlimit.exitValue());
        }
    }
}
