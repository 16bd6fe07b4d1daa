package dev.fleetcell.node.cell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** A cgroup of the pids controller, version 1 or 2: the limit that a kubelet sets for a pod. */
final class PidsCgroup implements TaskLimit {
    private static final List<Path> ROOTS = List.of(Path.of("/sys/fs/cgroup/pids"), Path.of("/sys/fs/cgroup"));

    private final Path group;

    private PidsCgroup(Path group) {
        this.group = group;
    }

    /** A new cgroup; empty when this user cannot make one that limits tasks. */
    static Optional<TaskLimit> create() {
        return ROOTS.stream().flatMap(PidsCgroup::tryIn).findFirst();
    }

    @Override
    public List<String> prefix(int tasks) throws IOException {
        set(Integer.toString(tasks));
        return List.of("sh", "-c", "echo $$ > " + group + "/cgroup.procs && exec \"$@\"", "sh");
    }

    @Override
    public boolean countsTasks() {
        return true;
    }

    @Override
    public List<String> jvmOptions() {
        return List.of();
    }

    @Override
    public void shut(long pid) throws IOException {
        set(Files.readString(group.resolve("pids.current")).strip());
    }

    @Override
    public void lift(long pid) throws IOException {
        set("max");
    }

    /** The processes in it must have ended. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(group);
    }

    @Override
    public String toString() {
        return "pids cgroup";
    }

    private void set(String max) throws IOException {
        Files.writeString(group.resolve("pids.max"), max);
    }

    private static Stream<TaskLimit> tryIn(Path root) {
        Path group = root.resolve("fleetcell-test-" + ProcessHandle.current().pid() + "-"
                + ThreadLocalRandom.current().nextInt(1_000_000));
        try {
            Files.createDirectory(group);
            PidsCgroup limit = new PidsCgroup(group);
            if (Files.isWritable(group.resolve("pids.max"))) {
                return Stream.of(limit);
            }
            limit.close();
        } catch (IOException notHere) {
            return Stream.empty();
        }
        return Stream.empty();
    }
}
