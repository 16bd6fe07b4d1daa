package dev.fleetcell.operator.cell;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetcell.api.v1alpha1.CellCondition;
import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.sandbox.Sandbox;
import dev.fleetcell.sandbox.SandboxBuilder;
import dev.fleetcell.sandbox.postgres.MetadataDatabase;
import dev.fleetcell.sandbox.process.LocalProcess;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.awaitility.core.ConditionTimeoutException;

/** A sandbox with the CRD, the operator under its own service account, a metadata store, and the reference node's image. */
public final class Cluster implements AutoCloseable {
    public static final String NODE_IMAGE = "fleetcell/frontend-node";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final Path RBAC = ROOT.resolve("operator/rbac.yaml");

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final List<String> SMALL =
            List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+UseCompactObjectHeaders");

    private final HttpClient http = HttpClient.newHttpClient();
    public final Sandbox sandbox;
    final MetadataDatabase store;
    private final Path operatorConfig;
    private int operators;
    private String operatorAddress = "";

    private Cluster(Sandbox sandbox, MetadataDatabase store, Path operatorConfig) {
        this.sandbox = sandbox;
        this.store = store;
        this.operatorConfig = operatorConfig;
    }

    public static Cluster start() throws IOException, SQLException {
        return start(builder -> builder);
    }

    /** The same, with more or other settings of the sandbox. */
    public static Cluster start(UnaryOperator<SandboxBuilder> settings) throws IOException, SQLException {
        var sandbox = settings.apply(Sandbox.builder()
                        .image(NODE_IMAGE, java(ROOT.resolve("frontend-node/target/quarkus-app/quarkus-run.jar")))
                        .progress(System.err::println))
                .start();
        apply(sandbox, ROOT.resolve("crds") + "/");
        apply(sandbox, RBAC.toString());
        sandbox.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=20s");
        var store = MetadataDatabase.start(
                sandbox.processes(),
                sandbox.directory().resolve("store"),
                sandbox.loopback().next());
        store.apply(ROOT.resolve("frontend-node/src/main/resources/dev/fleetcell/node/metadata/schema.sql"));
        store.seed(4, 256);
        return new Cluster(sandbox, store, sandbox.kubeconfigFor("fleetcell-system", "fleetcell-operator"));
    }

    /** Starts one more replica of the operator. */
    public LocalProcess startOperator() throws IOException {
        return startOperator("replica-" + (operators + 1));
    }

    /** The same, as {@code identity} in the lease: one that comes back under its own name, as a container does, leads at once. */
    public LocalProcess startOperator(String identity) throws IOException {
        var command = java(ROOT.resolve("operator/target/quarkus-app/quarkus-run.jar"));
        operatorAddress = sandbox.loopback().next();
        return sandbox.processes()
                .start(
                        "operator-" + ++operators,
                        command,
                        Map.of(
                                "KUBECONFIG",
                                operatorConfig.toString(),
                                "FLEETCELL_OPERATOR_ADDRESS",
                                operatorAddress,
                                "FLEETCELL_OPERATOR_IDENTITY",
                                identity));
    }

    /** Capacity {@code n} of size m; a node has 72 + (n - 1) threads by the model, the budget is 80 % of {@code limit}. */
    public FleetCell cell(String name, int capacity, int limit) {
        return Serialization.unmarshal(
                """
                apiVersion: fleetcell.dev/v1alpha1
                kind: FleetCell
                metadata: {name: %s, namespace: default}
                spec:
                  capacity: %d
                  sizes: [{name: m, units: 1}]
                  threads:
                    limit: %d
                    peerChurn: 0
                    groups: [{name: jvm, fixed: 48}, {name: workers, perUnit: 8}, {name: mesh, perPeer: 1}]
                  rollout: {maxWavePercent: 50, nodesPerHour: 36000}
                  template:
                    spec:
                      terminationGracePeriodSeconds: 10
                      containers:
                      - name: node
                        image: %s
                        env:
                        - {name: FLEETCELL_STORE_URL, value: "%s"}
                        - {name: FLEETCELL_STORE_USER, value: "%s"}
                        ports:
                        - {name: gateway, containerPort: 8080}
                        - {name: management, containerPort: 9000}
                        readinessProbe: {httpGet: {path: /q/health/ready, port: management}, periodSeconds: 1}
                        livenessProbe: {httpGet: {path: /q/health/live, port: management}, initialDelaySeconds: 60}
                """.formatted(name, capacity, limit, NODE_IMAGE, store.jdbcUrl(), store.user()), FleetCell.class);
    }

    /** The node's container in the template, to be edited. */
    public static ObjectNode node(FleetCell cell) {
        return (ObjectNode) cell.getSpec().template.at("/spec/containers/0");
    }

    public Resource<FleetCell> resource(String name) {
        return sandbox.admin().resources(FleetCell.class).inNamespace("default").withName(name);
    }

    public FleetCell awaitCell(String name, String what, Predicate<FleetCell> condition) {
        return awaitCell(name, what, PATIENCE, condition);
    }

    /** Waits until the cell is so; the failure holds everything that a person would ask the cluster for. */
    public FleetCell awaitCell(String name, String what, Duration patience, Predicate<FleetCell> condition) {
        try {
            return await(what)
                    .atMost(patience)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> resource(name).get(), c -> c != null && c.getStatus() != null && condition.test(c));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not within %s: %s%n%s".formatted(patience, what, describe(name)), e.getCause());
        }
    }

    public FleetCell awaitReady(String name, int nodes) {
        return awaitCell(
                name,
                name + " has " + nodes + " Ready nodes and is Ready",
                c -> c.getStatus().nodes != null
                        && c.getStatus().nodes.ready == nodes
                        && condition(c, "Ready").status.equals("True"));
    }

    public void awaitThat(String what, Callable<Boolean> condition) {
        await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(condition);
    }

    /** Waits until the operator that was started last has finished {@code more} passes. */
    public void awaitPasses(int more) {
        var wanted = passes() + more;
        awaitThat("the operator has made " + more + " passes", () -> passes() >= wanted);
    }

    /** Waits until {@code more} passes have failed, of whichever cells. */
    public void awaitFailedPasses(int more) {
        var wanted = metric("operator_sdk_reconciliations_failed_total") + more;
        awaitThat(
                more + " more passes have failed", () -> metric("operator_sdk_reconciliations_failed_total") >= wanted);
    }

    /** Good passes of the operator that was started last. */
    public double passes() {
        return metric("operator_sdk_reconciliations_success_total");
    }

    /** The sum of all metrics of the operator that was started last whose line begins with {@code name}. */
    public double metric(String name) {
        var request = HttpRequest.newBuilder(URI.create("http://" + operatorAddress + ":8080/q/metrics"))
                .build();
        try {
            return http.send(request, BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no metrics of the operator", e);
        }
    }

    public static CellCondition condition(FleetCell cell, String type) {
        return cell.getStatus().conditions.stream()
                .filter(c -> c.type.equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no condition " + type + " in " + cell.getStatus().conditions));
    }

    public List<Pod> pods(String cell) {
        return sandbox.admin()
                .pods()
                .inNamespace("default")
                .withLabel("fleetcell.dev/cell", cell)
                .list()
                .getItems();
    }

    public Optional<Integer> replicas(String cell) {
        return Optional.ofNullable(sandbox.admin()
                        .apps()
                        .statefulSets()
                        .inNamespace("default")
                        .withName(cell + "-m")
                        .get())
                .map(s -> s.getSpec().getReplicas());
    }

    /** What is said of the cell itself: its PodDisruptionBudget has its name, and a controller that speaks of that. */
    public List<Event> events(String cell) {
        return sandbox.admin().events().v1().events().inNamespace("default").list().getItems().stream()
                .filter(e -> e.getRegarding() != null
                        && "FleetCell".equals(e.getRegarding().getKind())
                        && cell.equals(e.getRegarding().getName()))
                .toList();
    }

    /** Deletes every cell and waits until nothing of them is left. */
    public void deleteCells() {
        sandbox.admin().resources(FleetCell.class).inNamespace("default").delete();
        awaitThat(
                "all pods are gone",
                () -> sandbox.admin()
                        .pods()
                        .inNamespace("default")
                        .list()
                        .getItems()
                        .isEmpty());
    }

    /** As a person does: who was overtaken by a write of the status tries again. */
    public void edit(String name, Consumer<FleetCell> edit) {
        awaitThat("an edit of " + name, () -> {
            try {
                resource(name).edit(c -> {
                    edit.accept(c);
                    return c;
                });
                return true;
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw e;
                }
                return false;
            }
        });
    }

    @Override
    public void close() throws IOException {
        store.close();
        sandbox.close();
    }

    private String describe(String name) {
        try {
            return sandbox.kubectl("describe", "fleetcell,statefulset,pod").out()
                    + sandbox.kubectl("get", "fleetcell", name, "-o", "yaml").out();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void apply(Sandbox sandbox, String file) throws IOException {
        var applied = sandbox.kubectl("apply", "-f", file);
        if (applied.exitCode() != 0) {
            throw new IOException(applied.err());
        }
    }

    private static List<String> java(Path jar) {
        var command = new ArrayList<String>();
        command.add(JAVA);
        command.addAll(SMALL);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }
}
