package dev.fleetcell.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetcell.api.v1alpha1.FleetCell;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The kubelets' {@code podPidsLimit}, reached by a pod that leaks threads beside its node. */
@Order(3)
class LeakIT {
    private static final String NAMESPACE = "leak";
    private static final Cell CELL = new Cell(NAMESPACE, "leaky");
    private static final String VICTIM = "leaky-m-1";
    private static final Pattern REFUSED = Pattern.compile("refused after (\\d+) threads");

    @BeforeAll
    static void store() {
        Product.ensureInstalled();
        Examples.namespaceWithStore(NAMESPACE);
    }

    @AfterAll
    static void clean() {
        Examples.deleteNamespace(NAMESPACE);
    }

    /**
     * Given a cell of 3 on machines that allow a pod 128 tasks, when a side-car takes all that is left in one pod and the
     * cell is scaled, then that node serves on but cannot have the new peer's thread, says so, and growth waits with that
     * reason; when the leak is mended and the pod replaced, growth goes on by itself.
     */
    @Test
    void aPodAtItsLimitServesOnIsNamedAndHoldsGrowthUntilItIsMended() throws IOException {
        leakIn("nobody");
        CELL.apply(LeakIT::addSideCar);
        CELL.awaitReady(3);
        leakIn(VICTIM);
        // The kubelet brings a changed ConfigMap into a running pod within about a minute.
        var said = Cluster.awaitThat(
                "the kernel has refused the side-car a thread",
                () -> Cluster.kubectl("logs", VICTIM, "-c", "leak", "--namespace", NAMESPACE),
                REFUSED.asPredicate());
        var pod = Objects.requireNonNull(pod(VICTIM));
        assertTrue(
                limit(pod) - tasks(pod) <= 2, // a thread may have ended since
                () -> tasks(pod) + " tasks at the kubelet's limit of " + limit(pod) + "; it said: " + said);

        CELL.scale(4).require();
        CELL.await(
                "growth waits for the refused thread",
                c -> c.getStatus().change != null
                        && "ThreadStartsRefused".equals(c.getStatus().change.wait)
                        && c.getStatus().change.message.contains("refused " + VICTIM + " a thread")
                        && c.getStatus().change.message.contains("not connected yet: " + VICTIM));
        assertTrue(CELL.report(pod(VICTIM)).at("/threads/refusedStarts").asInt() > 0, CELL::describe);
        assertTrue(Cluster.ready(pod(VICTIM)), () -> "it serves on:\n" + CELL.describe());

        leakIn("nobody");
        Cluster.kubectl("delete", "pod", VICTIM, "--namespace", NAMESPACE);
        CELL.awaitReady(4);
    }

    private static void leakIn(String pod) throws IOException {
        try (var code = Objects.requireNonNull(Leak.class.getResourceAsStream("Leak.class"))) {
            Cluster.admin()
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("leak")
                            .withNamespace(NAMESPACE)
                            .endMetadata()
                            .addToBinaryData("Leak.class", Base64.getEncoder().encodeToString(code.readAllBytes()))
                            .addToData("victim", pod)
                            .build())
                    .serverSideApply();
        }
    }

    private static void addSideCar(FleetCell cell) {
        cell.getSpec().threads.limit = 128; // the kubelets' limit; budget 102
        var sideCar = Serialization.unmarshal(
                """
                name: leak
                image: %s
                command: [/opt/java/bin/java, -Xmx16m, -XX:+UseSerialGC, -XX:TieredStopAtLevel=1, -cp, /leak]
                args: [dev.fleetcell.e2e.Leak, $(POD), /victim/victim]
                env:
                - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                securityContext:
                  allowPrivilegeEscalation: false
                  readOnlyRootFilesystem: true
                  capabilities: {drop: [ALL]}
                volumeMounts:
                - {name: code, mountPath: /leak/dev/fleetcell/e2e}
                - {name: victim, mountPath: /victim}
                """.formatted(
                        cell.getSpec().template.at("/spec/containers/0/image").asText()),
                ObjectNode.class);
        ((ArrayNode) cell.getSpec().template.at("/spec/containers")).add(sideCar);
        var volumes = (ArrayNode) cell.getSpec().template.at("/spec/volumes");
        volumes.add(volume("code", "Leak.class"));
        volumes.add(volume("victim", "victim"));
    }

    private static ObjectNode volume(String name, String key) {
        return Serialization.unmarshal(
                "name: %s\nconfigMap: {name: leak, items: [{key: %s, path: %s}]}".formatted(name, key, key),
                ObjectNode.class);
    }

    private static Pod pod(String name) {
        return Cluster.admin().pods().inNamespace(NAMESPACE).withName(name).require();
    }

    private static int tasks(Pod pod) {
        return Integer.parseInt(ofCgroup(pod, "pids.current"));
    }

    private static int limit(Pod pod) {
        return Integer.parseInt(ofCgroup(pod, "pids.max"));
    }

    /** A file of the pod's own cgroup, of either version, as the pod's machine sees it. */
    private static String ofCgroup(Pod pod, String file) {
        var uid = pod.getMetadata().getUid().replace('-', '_');
        var script = "for f in $(find /sys/fs/cgroup -path \"*pod$1.slice/$2\"); do cat $f && exit; done; exit 1";
        return Cluster.on(pod.getSpec().getNodeName(), "sh", "-c", script, "sh", uid, file)
                .require()
                .strip();
    }
}
