package dev.fleetcell.node.threads;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The tasks of this process at one moment; every task belongs to exactly one group.
 *
 * @param byGroup number of tasks of every group, zero where there are none
 */
public record Census(Map<TaskGroup, Integer> byGroup) {

    public Census {
        EnumMap<TaskGroup, Integer> all = new EnumMap<>(TaskGroup.class);
        for (TaskGroup group : TaskGroup.values()) {
            all.put(group, byGroup.getOrDefault(group, 0));
        }
        byGroup = Collections.unmodifiableMap(all);
    }

    /** All tasks of the process. */
    public int total() {
        return byGroup.values().stream().mapToInt(Integer::intValue).sum();
    }

    public int of(TaskGroup group) {
        return byGroup.getOrDefault(group, 0);
    }
}
