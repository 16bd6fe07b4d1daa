package dev.fleetcell.sandbox.binaries;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The programs that a sandbox needs. */
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
    KUBECTL("kubectl", GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kubectl");

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
