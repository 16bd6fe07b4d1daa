package dev.fleetcell.node.cell;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The limits of threads that this machine lets this user set. */
public final class TaskLimits {
    private TaskLimits() {}

    /** One of each kind; a kind that cannot be had is said. The caller closes them. */
    public static List<TaskLimit> available() {
        return Stream.of(
                        said("a pids cgroup", PidsCgroup.create(), "no writable cgroup of the pids controller"),
                        said("a limit of the address space", AddressSpace.create(), "no /usr/bin/prlimit"))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<TaskLimit> said(String what, Optional<TaskLimit> limit, String reason) {
        if (limit.isEmpty()) {
            System.out.println("Not tested with " + what + ": " + reason);
        }
        return limit;
    }
}
