package dev.fleetcell.sandbox.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What {@code /proc/PID/stat} says: a pid alone does not name a process, a pid and its start time do. */
final class ProcStat {
    private static final int START_TIME = 22;
    private static final int FIRST_AFTER_NAME = 3;

    private ProcStat() {}

    /** The start time in clock ticks since boot; empty when there is no such process (any more, or only its exit code). */
    static OptionalLong startTime(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name in parentheses may hold spaces and parentheses; after the last one the fields are plain.
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1));
            if (fields.getFirst().equals("Z") || fields.getFirst().equals("X")) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(Long.parseLong(fields.get(START_TIME - FIRST_AFTER_NAME)));
        } catch (IOException noSuchProcess) {
            return OptionalLong.empty();
        }
    }
}
