package dev.fleetcell.sandbox.cluster;

import dev.fleetcell.sandbox.binaries.KubernetesBinary;
import java.util.EnumSet;
import java.util.Set;

/** How much of a cluster runs. */
public enum Tier {
    /** etcd and kube-apiserver: admission, validation, RBAC, watches; nothing acts on what is stored. About 4 s to start. */
    API_SERVER,
    /** All of the control plane and a cluster node that runs pods as local processes. About 8 s to start. */
    CLUSTER;

    /** The programs that it runs, and kubectl. */
    public Set<KubernetesBinary> binaries() {
        return this == CLUSTER
                ? KubernetesBinary.ofSandbox()
                : EnumSet.of(KubernetesBinary.ETCD, KubernetesBinary.KUBE_APISERVER, KubernetesBinary.KUBECTL);
    }
}
