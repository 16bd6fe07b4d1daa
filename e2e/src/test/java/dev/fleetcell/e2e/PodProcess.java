package dev.fleetcell.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;

/**
 * The JVM of a pod, as the pod's machine sees it. From within the container it could not be looked at, for want of a shell,
 * nor killed: a first process ignores SIGKILL of its own container.
 *
 * @param machine the cluster node
 * @param id the process id there
 */
record PodProcess(String machine, long id) {
    private static final String FIND = """
            for status in /proc/[0-9]*/status; do
              process=${status%/status}
              [ "$(cat $process/comm 2>/dev/null)" = java ] || continue
              [ "$(cat $process/root/etc/hostname 2>/dev/null)" = "$1" ] && basename $process && exit
            done
            exit 1
            """;

    static PodProcess of(Pod pod) {
        var machine = pod.getSpec().getNodeName();
        var found =
                Cluster.on(machine, "sh", "-c", FIND, "sh", pod.getMetadata().getName());
        return new PodProcess(machine, Long.parseLong(found.require().strip()));
    }

    /** A line of {@code /proc/PID/status} as it is now, without its name. */
    String field(String name) {
        return read("status")
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " of process " + id));
    }

    String effectiveUser() {
        return field("Uid").replaceFirst("^\\S+\\s+", "").replaceFirst("\\s.*", "");
    }

    String residentMemory() {
        return Long.parseLong(field("VmRSS").replace(" kB", "")) / 1000 + " MB";
    }

    /** CPU time so far in the kernel's clock ticks, hundredths of a second. */
    long cpuTicks() {
        var fields = statFields();
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** {@code /proc/PID/stat} from its third field on: names may hold spaces. */
    private String[] statFields() {
        var stat = read("stat");
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }

    /** When it was started, to some tens of milliseconds. */
    Instant startedAt() {
        var ticks = Long.parseLong(statFields()[19]);
        var now = on("cat", "/proc/uptime").split(" ", -1)[0];
        return Instant.now().minusMillis(Math.round(Double.parseDouble(now) * 1000) - ticks * 10);
    }

    void kill() {
        on("kill", "-9", String.valueOf(id));
    }

    private String read(String file) {
        return on("cat", "/proc/" + id + "/" + file);
    }

    private String on(String... command) {
        return Cluster.on(machine, command).require();
    }
}
