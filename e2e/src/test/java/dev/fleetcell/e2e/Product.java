package dev.fleetcell.e2e;

import static dev.fleetcell.e2e.Cluster.admin;
import static dev.fleetcell.e2e.Cluster.awaitThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The chart in the cluster: one release, installed on first use and left for the next scenario. */
final class Product {
    static final String NAMESPACE = "fleetcell-system";
    static final String RELEASE = "fleetcell";
    static final String OPERATOR = "fleetcell-operator";
    /** The label of every namespace that the scenarios make; {@code e2e/run} removes what an interrupted run left. */
    static final String OURS = "fleetcell.dev/e2e";

    static final String VERSION = System.getProperty("fleetcell.version", "");
    private static final List<Span> UNINSTALLING = new ArrayList<>();
    private static final Path KUBECONFIG = Path.of(System.getenv("KUBECONFIG"));
    private static final Path CHART = Shell.ROOT.resolve("helm/fleetcell");

    private Product() {}

    static boolean isInstalled() {
        return admin().apps()
                        .deployments()
                        .inNamespace(NAMESPACE)
                        .withName(OPERATOR)
                        .get()
                != null;
    }

    /** Installs the chart with its defaults unless it is there, and waits until both replicas are Ready. */
    static void ensureInstalled() {
        if (!isInstalled()) {
            install();
            awaitRolledOut();
        }
    }

    /** {@code helm install} with the chart's defaults; the namespace takes pods of the restricted standard only. */
    static Release install() {
        admin().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .addToLabels(OURS, "true")
                        .endMetadata()
                        .build())
                .serverSideApply();
        return new Helm(CHART)
                .install()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeConfig(KUBECONFIG)
                .call();
    }

    /** {@code helm upgrade --reset-values} with these values over the chart's own. */
    static Release upgrade(Map<String, Object> values) {
        var upgrade = new Helm(CHART)
                .upgrade()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .resetValues()
                .withKubeConfig(KUBECONFIG);
        values.forEach(upgrade::set);
        return upgrade.call();
    }

    /** {@code helm test}, with the logs of its pods. */
    static String test() {
        return Helm.test(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeConfig(KUBECONFIG)
                .call()
                .getOutput();
    }

    /** {@code helm uninstall}, and waits until the operator's pods are gone; they outlive their rights by some seconds. */
    static void uninstall() {
        var began = Instant.now();
        Helm.uninstall(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeConfig(KUBECONFIG)
                .call();
        awaitThat("the operator is gone", () -> pods().isEmpty());
        UNINSTALLING.add(new Span(began, Instant.now()));
    }

    /** From when to when something went on. */
    record Span(Instant from, Instant to) {
        boolean contains(Instant at) {
            return !at.isBefore(from) && !at.isAfter(to);
        }
    }

    /** When the release was being uninstalled in this run. */
    static List<Span> uninstalling() {
        return List.copyOf(UNINSTALLING);
    }

    /** Waits until no replica of an older revision is left and all of the newest are Ready. */
    static void awaitRolledOut() {
        Cluster.kubectl("rollout", "status", "deployment/" + OPERATOR, "--namespace", NAMESPACE, "--timeout=180s");
        awaitThat("replicas of the former revision are gone", () -> pods().size() == 2);
    }

    static List<Pod> pods() {
        return Cluster.pods(NAMESPACE, "app.kubernetes.io/name", OPERATOR);
    }

    /** The name of the pod that leads, once there is one among those that run. */
    static String leader() {
        return awaitThat(
                "a replica leads",
                Product::holder,
                name -> pods().stream()
                        .anyMatch(p -> p.getMetadata().getName().equals(name)
                                && p.getMetadata().getDeletionTimestamp() == null));
    }

    /** Who stands in the lease; empty when nobody does. */
    static String holder() {
        return admin().leases().inNamespace(NAMESPACE).list().getItems().stream()
                .map(l -> l.getSpec().getHolderIdentity())
                .filter(h -> h != null && !h.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** When the lease was last taken or renewed; long ago when there is none. */
    static ZonedDateTime renewedAt() {
        return admin().leases().inNamespace(NAMESPACE).list().getItems().stream()
                .map(l -> l.getSpec().getRenewTime())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(Instant.EPOCH.atZone(ZoneOffset.UTC));
    }
}
