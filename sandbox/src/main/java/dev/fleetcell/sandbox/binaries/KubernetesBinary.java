package dev.fleetcell.sandbox.binaries;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The programs of a cluster: those that a sandbox runs, and those for clusters of containers. */
public enum KubernetesBinary {
    /** The store behind kube-apiserver. */
    ETCD("etcd", GoModule.ETCD, "go.etcd.io/etcd/server/v3"),
    /** The API: admission, validation, watches. */
    KUBE_APISERVER("kube-apiserver", GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kube-apiserver"),
    /** StatefulSets, garbage collection, autoscaling, node lifecycle. */
    KUBE_CONTROLLER_MANAGER(
            "kube-controller-manager", GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kube-controller-manager"),
    /** Binds pods to cluster nodes. */
    KUBE_SCHEDULER("kube-scheduler", GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kube-scheduler"),
    /** The command line for people and for tests. */
    KUBECTL("kubectl", GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kubectl"),
    /** Runs pods on a cluster node of containers. */
    KUBELET("kubelet", GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kubelet"),
    /** Makes a machine or a container a cluster node. */
    KUBEADM("kubeadm", GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kubeadm"),
    /** Addresses of Services, on every cluster node of containers. */
    KUBE_PROXY("kube-proxy", GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kube-proxy"),
    /** Makes clusters of containers. */
    KIND("kind", GoModule.KIND, "sigs.k8s.io/kind"),
    /** Names in a cluster of containers. */
    COREDNS("coredns", GoModule.COREDNS, "github.com/coredns/coredns");

    private final String fileName;
    private final GoModule module;
    private final String goPackage;

    KubernetesBinary(String fileName, GoModule module, String goPackage) {
        this.fileName = fileName;
        this.module = module;
        this.goPackage = goPackage;
    }

    /** The name of its file, which is also what people call it. */
    public String fileName() {
        return fileName;
    }

    /** What a sandbox runs, and kubectl. */
    public static Set<KubernetesBinary> ofSandbox() {
        return EnumSet.of(ETCD, KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, KUBE_SCHEDULER, KUBECTL);
    }

    GoModule module() {
        return module;
    }

    String goPackage() {
        return goPackage;
    }

    /**
     * The program of that name.
     *
     * @throws IllegalArgumentException naming those that there are
     */
    public static KubernetesBinary named(String name) {
        return Arrays.stream(values())
                .filter(binary -> binary.fileName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no program " + name + "; there are "
                        + Arrays.stream(values()).map(b -> b.fileName).collect(Collectors.joining(", "))));
    }
}
