package dev.fleetcell.sandbox.kubelet;

import io.fabric8.kubernetes.api.model.Pod;

/** Runs some pods in another way than as local processes; shared by the cluster nodes of a sandbox. */
public interface PodRunner {
    /** Whether it is this one that runs the pod. */
    boolean takes(Pod pod);

    /** The run of a pod that it takes; not started yet. */
    PodRun run(HostedPod pod);
}
