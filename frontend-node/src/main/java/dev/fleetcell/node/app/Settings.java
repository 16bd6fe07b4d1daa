package dev.fleetcell.node.app;

import dev.fleetcell.node.mesh.Member;
import dev.fleetcell.node.metadata.StoreAccess;
import dev.fleetcell.node.threads.TaskAllowance;

/**
 * What a node has to be told, checked.
 *
 * @param self the pod's name, and the address to bind
 * @param units at least 1
 * @param allowance the only part that may change while the node runs
 * @param members DNS name of the cell's nodes
 * @param workersPerUnit at least 1
 */
record Settings(
        String cell,
        Member self,
        String size,
        int units,
        TaskAllowance allowance,
        String members,
        StoreAccess store,
        int workersPerUnit) {

    int workers() {
        return units * workersPerUnit;
    }

    /** Whether a node with these settings can go on with the others without a restart. */
    boolean differsOnlyInAllowance(Settings other) {
        return equals(new Settings(
                other.cell,
                other.self,
                other.size,
                other.units,
                allowance,
                other.members,
                other.store,
                other.workersPerUnit));
    }
}
