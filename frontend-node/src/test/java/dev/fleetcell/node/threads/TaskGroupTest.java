package dev.fleetcell.node.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskGroupTest {

    @ParameterizedTest
    @CsvSource({
        "java, JVM",
        "VM Thread, JVM",
        "C2 CompilerThre, JVM",
        "Reference Handl, JVM",
        "G1 Main Marker, JVM",
        "vert.x-eventloo, HTTP",
        "vert.x-acceptor, HTTP",
        "vertx-blocked-t, HTTP",
        "executor-thread, HTTP",
        "worker-0, WORKERS",
        "worker-4095, WORKERS",
        "mesh-accept, MESH",
        "mesh-members, MESH",
        "mesh-peer-4999, MESH",
        "store-map, STORE"
    })
    void aTaskBelongsToTheGroupThatItsNameBeginsWith(String task, TaskGroup group) {
        assertEquals(group, TaskGroup.of(task));
    }

    @Property
    void whateverItsNameATaskBelongsToOneGroupAndNoOtherClaimsIt(@ForAll String name) {
        TaskGroup group = TaskGroup.of(name);
        List<TaskGroup> claiming = Arrays.stream(TaskGroup.values())
                .filter(other -> other.prefixes().stream().anyMatch(name::startsWith))
                .toList();
        assertTrue(
                claiming.isEmpty() ? group == TaskGroup.JVM : claiming.equals(List.of(group)),
                () -> name + " is counted as " + group + " and claimed by " + claiming);
    }

    @Property
    void prefixesOverlapNowhere(@ForAll TaskGroup one, @ForAll TaskGroup other) {
        for (String prefix : one.prefixes()) {
            assertTrue(prefix.length() <= 15, () -> prefix + " is longer than the kernel keeps");
            assertEquals(one, TaskGroup.of(prefix));
            assertTrue(one == other || other.prefixes().stream().noneMatch(prefix::startsWith));
        }
    }
}
