package dev.fleetcell.node.bootstrap;

import dev.fleetcell.node.mesh.MeshView;
import dev.fleetcell.node.threads.Census;
import dev.fleetcell.node.threads.TaskAllowance;
import java.util.List;

/**
 * All that the readiness rule looks at, at one moment.
 *
 * @param stopping whether the node was told to stop
 * @param missing parts of the node that do not run yet, one sentence each
 * @param refusedNow names of the threads that are wanted and whose last start was refused
 * @param census the tasks of the whole process
 */
public record Observed(
        boolean stopping,
        MapStatus map,
        MeshView mesh,
        List<String> missing,
        List<String> refusedNow,
        Census census,
        TaskAllowance allowance) {}
