package dev.fleetcell.sandbox.process;

/** When a process is stopped, relative to the others of its sandbox. */
public enum StopStage {
    /** Pods, operators, anything that talks to the cluster: the first to go. */
    WORKLOAD(0),
    /** kube-controller-manager and kube-scheduler, which would otherwise act on the workload that is going. */
    CONTROLLER(1),
    /** kube-apiserver: before etcd, because without etcd its shutdown hangs for a minute and holds the port. */
    API_SERVER(2),
    /** etcd and databases: everything else depends on them. */
    STORE(3);

    private final int turn;

    StopStage(int turn) {
        this.turn = turn;
    }

    /** Its place in the order of stopping, 0 first; {@code leash.sh} knows the same numbers. */
    int turn() {
        return turn;
    }
}
