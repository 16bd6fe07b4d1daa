package dev.fleetcell.sandbox.binaries;

import java.util.List;
import java.util.Locale;

/** The committed Go modules that the programs are built from; each requires one product only, at its upstream versions. */
enum GoModule {
    /** etcd. */
    ETCD(""),
    /** Everything of k8s.io/kubernetes, with its staging modules replaced by their published versions. */
    KUBERNETES("selinux,notest"),
    /** kind, which makes clusters of containers. */
    KIND(""),
    /** CoreDNS, which answers for names in such a cluster. */
    COREDNS("");

    private final String tags;

    GoModule(String tags) {
        this.tags = tags;
    }

    /** The folder of its go.mod and go.sum. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The flags of {@code go build} and {@code go list}. Never rewrites go.mod and go.sum. */
    List<String> flags(Versions versions) {
        return List.of(
                "-mod=readonly", "-trimpath", "-buildvcs=false", "-tags=" + tags, "-ldflags=" + linkerFlags(versions));
    }

    /** Clients and kubeadm parse the version that a program reports, so it is stamped as in an upstream release. */
    private String linkerFlags(Versions versions) {
        StringBuilder flags = new StringBuilder("-s -w");
        if (this == KUBERNETES) {
            for (String stamp : List.of(
                    "gitVersion=v" + versions.kubernetes(),
                    "gitMajor=" + versions.kubernetesMajor(),
                    "gitMinor=" + versions.kubernetesMinor(),
                    "gitTreeState=clean",
                    "gitCommit=module",
                    "buildDate=2026-01-01T00:00:00Z")) {
                flags.append(" -X k8s.io/component-base/version.").append(stamp);
                flags.append(" -X k8s.io/client-go/pkg/version.").append(stamp);
            }
        }
        return flags.toString();
    }
}
