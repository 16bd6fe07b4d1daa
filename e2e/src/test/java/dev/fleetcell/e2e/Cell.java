package dev.fleetcell.e2e;

import static dev.fleetcell.e2e.Cluster.admin;
import static dev.fleetcell.e2e.Cluster.kubectl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fleetcell.api.v1alpha1.CellCondition;
import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.e2e.Shell.Result;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One cell of reference nodes, made from the example that the tutorial uses. */
record Cell(String namespace, String name) {
    static final String LABEL = "fleetcell.dev/cell";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Applies the example under this name, edited; the namespace needs a metadata store. */
    Cell apply(Consumer<FleetCell> edit) {
        var cell = Examples.cell(namespace, name);
        edit.accept(cell);
        admin().resource(cell).create();
        return this;
    }

    Cell apply() {
        return apply(cell -> {});
    }

    FleetCell get() {
        return admin().resources(FleetCell.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    void edit(Consumer<FleetCell> edit) {
        admin().resources(FleetCell.class).inNamespace(namespace).withName(name).edit(cell -> {
            edit.accept(cell);
            return cell;
        });
    }

    /** {@code kubectl scale}, which may be refused. */
    Result scale(int capacity) {
        return Cluster.tryKubectl("scale", "fleetcell", name, "--namespace", namespace, "--replicas=" + capacity);
    }

    FleetCell await(String what, Predicate<FleetCell> condition) {
        try {
            return Cluster.awaitThat(what, this::get, c -> c != null && c.getStatus() != null && condition.test(c));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(what + ": not so after " + Cluster.PATIENCE + "\n" + describe(), e);
        }
    }

    FleetCell awaitReady(int nodes) {
        return await(
                name + " is Ready with " + nodes + " nodes, all connected",
                c -> c.getStatus().nodes.ready == nodes
                        && c.getStatus().nodes.current == nodes
                        && is(c, "Ready", "True")
                        && is(c, "Converged", "True"));
    }

    /** Waits until everything that the spec asks for is done: all nodes Ready and of one revision, and no change under way. */
    FleetCell awaitSettled(int nodes) {
        return await(
                name + " is Ready with " + nodes + " nodes of one revision, and at rest", c -> isSettled(c, nodes));
    }

    private static boolean isSettled(FleetCell cell, int nodes) {
        var status = cell.getStatus();
        return cell.getMetadata().getGeneration().equals(status.observedGeneration)
                && status.nodes.ready == nodes
                && status.nodes.current == nodes
                && status.change == null
                && status.revision != null
                && status.revision.current.equals(status.revision.update)
                && is(cell, "Ready", "True");
    }

    static boolean is(FleetCell cell, String type, String status) {
        return condition(cell, type).map(c -> c.status.equals(status)).orElse(false);
    }

    static java.util.Optional<CellCondition> condition(FleetCell cell, String type) {
        return cell.getStatus() == null || cell.getStatus().conditions == null
                ? java.util.Optional.empty()
                : cell.getStatus().conditions.stream()
                        .filter(c -> c.type.equals(type))
                        .findFirst();
    }

    /** The events of this cell, the first one first: reason and text. */
    List<String> news() {
        var uid = get().getMetadata().getUid();
        return admin().events().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(e -> uid.equals(e.getRegarding().getUid()))
                .sorted(Comparator.comparing(e -> e.getEventTime().getTime()))
                .map(e -> e.getReason() + " " + e.getNote())
                .toList();
    }

    List<Pod> pods() {
        return Cluster.pods(namespace, LABEL, name);
    }

    /** What must not change unless somebody restarts nodes: uid and number of container starts, by pod. */
    Map<String, String> incarnations() {
        return pods().stream()
                .collect(Collectors.toMap(
                        p -> p.getMetadata().getName(),
                        p -> p.getMetadata().getUid() + " restarts "
                                + p.getStatus().getContainerStatuses().stream()
                                        .mapToInt(s -> s.getRestartCount())
                                        .sum()));
    }

    /** What a node says of itself, read through the API server. */
    JsonNode report(Pod pod) {
        var path =
                "/api/v1/namespaces/" + namespace + "/pods/" + pod.getMetadata().getName() + ":9000/proxy/fleet/report";
        try {
            return JSON.readTree(kubectl("get", "--raw", path));
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON at " + path, e);
        }
    }

    /** What stands on screen at 4 in the morning. */
    String describe() {
        return Cluster.tryKubectl("describe", "fleetcell", name, "--namespace", namespace)
                        .out()
                + Cluster.tryKubectl("get", "pods", "--namespace", namespace, "-o", "wide")
                        .out();
    }

    /** Deletes the cell and waits until its nodes are gone. */
    void delete() {
        try {
            admin().resources(FleetCell.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .delete();
        } catch (KubernetesClientException e) {
            throw new AssertionError("cannot delete " + this, e);
        }
        Cluster.awaitThat("the nodes of " + name + " are gone", () -> pods().isEmpty());
    }
}
