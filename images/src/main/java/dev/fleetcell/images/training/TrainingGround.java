package dev.fleetcell.images.training;

import dev.fleetcell.sandbox.CommandResult;
import dev.fleetcell.sandbox.Sandbox;
import dev.fleetcell.sandbox.cluster.Tier;
import dev.fleetcell.sandbox.postgres.MetadataDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Consumer;

/** What the programs are trained on: a real API server with etcd, and a PostgreSQL with a shard map. */
public final class TrainingGround implements AutoCloseable {
    private static final String NAMESPACE = "fleetcell-system";
    private static final String OPERATOR = "fleetcell-operator";
    private static final String CELL = """
            apiVersion: fleetcell.dev/v1alpha1
            kind: FleetCell
            metadata: {name: training, namespace: default}
            spec:
              capacity: 3
              threads:
                limit: 100
                groups:
                - {name: jvm, fixed: 46}
                - {name: workers, perUnit: 8}
                - {name: mesh, perPeer: 1}
              template: {spec: {containers: [{name: node, image: fleetcell/frontend-node}]}}
            """;
    private static final String MEMBERS = "training.fleetcell.test";
    private static final int STREAMS = 2;
    private static final int SHARDS_PER_STREAM = 64;

    private final Path checkout;
    private final Sandbox sandbox;

    private TrainingGround(Path checkout, Sandbox sandbox) {
        this.checkout = checkout;
        this.sandbox = sandbox;
    }

    /**
     * Starts the API server; the first time on a machine Kubernetes is downloaded or built.
     *
     * @param checkout the root folder of the checkout
     * @param progress takes lines for people
     */
    public static TrainingGround open(Path checkout, Consumer<String> progress) throws IOException {
        return new TrainingGround(
                checkout,
                Sandbox.builder().tier(Tier.API_SERVER).progress(progress).start());
    }

    /**
     * Trains the operator: it leads, sees a cell, makes its workload and its status.
     *
     * @param java the run time of the image, on this machine
     * @param root the folder with the files of the image
     * @param cache where the cache goes
     */
    public Path trainOperator(Path java, Path root, Path cache) throws IOException {
        kubectl(
                "apply",
                "-f",
                checkout.resolve("crds") + "/",
                "-f",
                checkout.resolve("operator/rbac.yaml").toString());
        kubectl(
                "wait",
                "--for=condition=Established",
                "crd/fleetcells.fleetcell.dev",
                "crd/coldrestarts.fleetcell.dev",
                "--timeout=30s");
        Path cell = Files.writeString(sandbox.directory().resolve("training-cell.yaml"), CELL);
        String address = sandbox.loopback().next();
        Map<String, String> environment = Map.of(
                "KUBECONFIG",
                sandbox.kubeconfigFor(NAMESPACE, OPERATOR).toString(),
                "FLEETCELL_OPERATOR_ADDRESS",
                address);
        try (Trainer operator =
                Trainer.start(sandbox, "operator", Launch.training(java, root, cache), cache, environment)) {
            operator.get("http://" + address + ":8080/q/health/ready");
            kubectl("apply", "-f", cell.toString());
            operator.await(
                    "the status of a cell",
                    () -> !kubectl(
                                    "get",
                                    "fleetcell",
                                    "training",
                                    "-n",
                                    "default",
                                    "-o",
                                    "jsonpath={.status.conditions}")
                            .isBlank());
            operator.await(
                    "its workload",
                    () -> !kubectl("get", "statefulsets", "-n", "default", "-o", "name")
                            .isBlank());
            operator.get("http://" + address + ":8080/q/health/live");
            operator.get("http://" + address + ":8080/q/metrics");
            return operator.finish();
        }
    }

    /** Trains the front-end node: it loads the shard map, finds itself alone in its cell, becomes ready and routes; see {@link #trainOperator}. */
    public Path trainNode(Path java, Path root, Path cache) throws IOException {
        String address = sandbox.loopback().next();
        Path hosts = Files.writeString(
                sandbox.directory().resolve("training-hosts"),
                "127.0.0.1 localhost\n" + address + " " + MEMBERS + "\n");
        try (MetadataDatabase store = MetadataDatabase.start(
                sandbox.processes(),
                sandbox.directory().resolve("store"),
                sandbox.loopback().next())) {
            store.apply(checkout.resolve("frontend-node/src/main/resources/dev/fleetcell/node/metadata/schema.sql"));
            store.seed(STREAMS, SHARDS_PER_STREAM);
            Map<String, String> environment = Map.ofEntries(
                    Map.entry("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + hosts),
                    Map.entry("FLEETCELL_CELL", "training"),
                    Map.entry("FLEETCELL_NODE", "training-m-0"),
                    Map.entry("FLEETCELL_ADDRESS", address),
                    Map.entry("FLEETCELL_SIZE", "m"),
                    Map.entry("FLEETCELL_UNITS", "1"),
                    Map.entry("FLEETCELL_THREAD_LIMIT", "200"),
                    Map.entry("FLEETCELL_THREAD_BUDGET", "160"),
                    Map.entry("FLEETCELL_BOOTSTRAP_SOURCE", "MetadataStore"),
                    Map.entry("FLEETCELL_MEMBERS", MEMBERS),
                    Map.entry("FLEETCELL_STORE_URL", store.jdbcUrl()),
                    Map.entry("FLEETCELL_STORE_USER", store.user()));
            try (Trainer node =
                    Trainer.start(sandbox, "frontend-node", Launch.training(java, root, cache), cache, environment)) {
                node.get("http://" + address + ":9000/q/health/ready");
                node.get("http://" + address + ":8080/route/stream-0?partitionKey=a");
                node.get("http://" + address + ":9000/q/metrics");
                return node.finish();
            }
        } catch (SQLException e) {
            throw new IOException("the metadata store refuses its schema or its shards: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        sandbox.close();
    }

    private String kubectl(String... arguments) throws IOException {
        CommandResult result = sandbox.kubectl(arguments);
        if (result.exitCode() != 0) {
            throw new IOException("kubectl " + String.join(" ", arguments) + ": " + result.err());
        }
        return result.out();
    }
}
