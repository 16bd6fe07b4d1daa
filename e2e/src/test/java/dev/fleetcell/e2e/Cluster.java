package dev.fleetcell.e2e;

import static org.awaitility.Awaitility.await;

import dev.fleetcell.e2e.Shell.Result;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** The cluster that {@code KUBECONFIG} names, as its administrator sees it. */
final class Cluster {
    static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final KubernetesClient ADMIN = new KubernetesClientBuilder().build();

    private Cluster() {}

    static KubernetesClient admin() {
        return ADMIN;
    }

    /** Runs kubectl, which has to succeed. */
    static String kubectl(String... arguments) {
        return tryKubectl(arguments).require();
    }

    static Result tryKubectl(String... arguments) {
        var command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        return Shell.run(command.toArray(String[]::new));
    }

    /** Applies YAML as a user would. */
    static String apply(String yaml) {
        return Shell.runWithInput(yaml, "kubectl", "apply", "-f", "-").require();
    }

    /** Runs a program on a machine of the cluster, which is a container of the same name. */
    static Result on(String clusterNode, String... command) {
        var all = new ArrayList<>(List.of("docker", "exec", clusterNode));
        all.addAll(List.of(command));
        return Shell.run(all.toArray(String[]::new));
    }

    static List<String> workers() {
        return ADMIN.nodes().list().getItems().stream()
                .filter(n -> !n.getMetadata().getLabels().containsKey("node-role.kubernetes.io/control-plane"))
                .map(Cluster::name)
                .sorted()
                .toList();
    }

    private static String name(Node node) {
        return node.getMetadata().getName();
    }

    static List<Pod> pods(String namespace, String label, String value) {
        return ADMIN.pods().inNamespace(namespace).withLabel(label, value).list().getItems().stream()
                .sorted(Comparator.comparing(p -> p.getMetadata().getName()))
                .toList();
    }

    static boolean ready(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    /** When a Ready pod became so, in whole seconds. */
    static Instant readySince(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals("Ready") && c.getStatus().equals("True"))
                .map(c -> Instant.parse(c.getLastTransitionTime()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(pod.getMetadata().getName() + " is not Ready"));
    }

    static void awaitThat(String what, Callable<Boolean> condition) {
        await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(condition);
    }

    static <T> T awaitThat(String what, Callable<T> look, Predicate<? super T> condition) {
        return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(look, condition);
    }
}
