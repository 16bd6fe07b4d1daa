package dev.fleetcell.sandbox.demo;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.sandbox.CommandResult;
import dev.fleetcell.sandbox.Sandbox;
import dev.fleetcell.sandbox.postgres.MetadataDatabase;
import dev.fleetcell.sandbox.process.LocalProcess;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What the story plays on: the cluster, the store, the operator, and one cell. */
final class Stage implements AutoCloseable {
    static final String NAMESPACE = "streams";
    static final String CELL = "use1-a";
    private static final String IMAGE = "fleetcell/frontend-node";
    private static final int STREAMS = 8;
    private static final int SHARDS_PER_STREAM = 512;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Checkout checkout;
    private final Sandbox sandbox;
    private final MetadataDatabase store;
    private final Path operatorConfig;
    private int operators;

    private Stage(Checkout checkout, Sandbox sandbox, MetadataDatabase store, Path operatorConfig) {
        this.checkout = checkout;
        this.sandbox = sandbox;
        this.store = store;
        this.operatorConfig = operatorConfig;
    }

    static Stage set(Checkout checkout, Narrator narrator) throws IOException, SQLException {
        Sandbox sandbox = Sandbox.builder()
                .image(IMAGE, java(checkout.node()))
                .progress(narrator::line)
                .start();
        try {
            MetadataDatabase store = MetadataDatabase.start(
                    sandbox.processes(),
                    sandbox.directory().resolve("store"),
                    sandbox.loopback().next());
            store.apply(checkout.schema());
            store.seed(STREAMS, SHARDS_PER_STREAM);
            narrator.line("PostgreSQL with a shard map of " + STREAMS * SHARDS_PER_STREAM + " shards");
            require(sandbox.kubectl("create", "namespace", NAMESPACE));
            require(sandbox.kubectl(
                    "apply", "-f", checkout.crds() + "/", "-f", checkout.rbac().toString()));
            require(sandbox.kubectl(
                    "wait", "--for=condition=Established", "crd/fleetcells.fleetcell.dev", "--timeout=30s"));
            return new Stage(checkout, sandbox, store, sandbox.kubeconfigFor("fleetcell-system", "fleetcell-operator"));
        } catch (IOException | SQLException | RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    /** Starts the operator as its own process with the rights of its service account. */
    LocalProcess startOperator() throws IOException {
        return sandbox.processes()
                .start(
                        "operator-" + ++operators,
                        java(checkout.operator()),
                        Map.of(
                                "KUBECONFIG",
                                operatorConfig.toString(),
                                "FLEETCELL_OPERATOR_ADDRESS",
                                sandbox.loopback().next()));
    }

    CommandResult kubectl(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--namespace", NAMESPACE));
        all.addAll(List.of(arguments));
        return sandbox.kubectl(all.toArray(String[]::new));
    }

    FleetCell cell() {
        return sandbox.admin()
                .resources(FleetCell.class)
                .inNamespace(NAMESPACE)
                .withName(CELL)
                .get();
    }

    List<Pod> pods() {
        return sandbox
                .admin()
                .pods()
                .inNamespace(NAMESPACE)
                .withLabel("fleetcell.dev/cell", CELL)
                .list()
                .getItems()
                .stream()
                .sorted(Comparator.comparingInt(Stage::ordinal))
                .toList();
    }

    /** The process id of a node. */
    long pid(Pod pod) throws IOException {
        return sandbox.process(NAMESPACE, pod.getMetadata().getName(), "node")
                .orElseThrow(() -> new IOException(pod.getMetadata().getName() + " has no process"))
                .pid();
    }

    /** Waits until the cell is as {@code condition} says, calling {@code meanwhile} at each look. */
    FleetCell await(String what, Predicate<FleetCell> condition, Runnable meanwhile)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            FleetCell cell = cell();
            meanwhile.run();
            if (cell != null && cell.getStatus() != null && condition.test(cell)) {
                return cell;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("waited " + PATIENCE.toMinutes() + " min for: " + what + "\n"
                        + kubectl("describe", "fleetcell", CELL).out());
            }
            Thread.sleep(LOOK);
        }
    }

    String storeUrl() {
        return store.jdbcUrl();
    }

    String storeUser() {
        return store.user();
    }

    Path kubeconfig() {
        return sandbox.kubeconfig();
    }

    Path directory() {
        return sandbox.directory();
    }

    String image() {
        return IMAGE;
    }

    @Override
    public void close() throws IOException {
        store.close();
        sandbox.close();
    }

    static String require(CommandResult result) throws IOException {
        if (result.exitCode() != 0) {
            throw new IOException("kubectl failed: " + result.err());
        }
        return result.out();
    }

    private static int ordinal(Pod pod) {
        String name = pod.getMetadata().getName();
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    private static List<String> java(Path jar) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString());
    }
}
