package dev.fleetcell.sandbox.demo;

import dev.fleetcell.api.v1alpha1.ColdRestart;
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
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the story plays on: the cluster, the store, the operator, and one cell. */
final class Stage implements AutoCloseable {
    static final String NAMESPACE = "streams";
    static final String CELL = "use1-a";
    private static final String OPERATOR_NAMESPACE = "fleetcell-system";
    private static final String OPERATOR = "fleetcell-operator";
    private static final String CELL_LABEL = "fleetcell.dev/cell";
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final String IMAGE = "fleetcell/frontend-node";
    private static final int STREAMS = 8;
    private static final int SHARDS_PER_STREAM = 512;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int TAIL_LINES = 20;

    private final Checkout checkout;
    private final Sandbox sandbox;
    private final MetadataDatabase store;
    private final Path operatorConfig;
    private Optional<LocalProcess> operator = Optional.empty();
    private int operators;

    /** One look for something; empty while it is not there. */
    interface Look<T> {
        Optional<T> find() throws IOException;
    }

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
                    "wait",
                    "--for=condition=Established",
                    "crd/fleetcells.fleetcell.dev",
                    "crd/coldrestarts.fleetcell.dev",
                    "--timeout=30s"));
            return new Stage(checkout, sandbox, store, sandbox.kubeconfigFor(OPERATOR_NAMESPACE, OPERATOR));
        } catch (IOException | SQLException | RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    /**
     * Starts the operator as its own process with the rights of its service account.
     *
     * @return its process id
     */
    long startOperator() throws IOException {
        LocalProcess started = sandbox.processes()
                .start(
                        "operator-" + ++operators,
                        java(checkout.operator()),
                        Map.of(
                                "KUBECONFIG",
                                operatorConfig.toString(),
                                "FLEETCELL_OPERATOR_ADDRESS",
                                sandbox.loopback().next()));
        operator = Optional.of(started);
        return started.pid();
    }

    /** Ends the operator in good order. */
    void stopOperator() {
        operator.orElseThrow().terminate(GRACE);
        operator = Optional.empty();
    }

    /**
     * Ends the operator by SIGKILL: it says goodbye to nobody.
     *
     * @return its process id
     */
    long killOperator() {
        LocalProcess killed = operator.orElseThrow();
        killed.kill();
        operator = Optional.empty();
        return killed.pid();
    }

    /** The operator that holds the lease, by its own name for itself; empty for none. */
    String leader() {
        return Optional.ofNullable(sandbox.admin()
                        .leases()
                        .inNamespace(OPERATOR_NAMESPACE)
                        .withName(OPERATOR)
                        .get())
                .map(lease -> lease.getSpec().getHolderIdentity())
                .orElse("");
    }

    CommandResult kubectl(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--namespace", NAMESPACE));
        all.addAll(List.of(arguments));
        return sandbox.kubectl(all.toArray(String[]::new));
    }

    @Nullable
    FleetCell cell() {
        return sandbox.admin()
                .resources(FleetCell.class)
                .inNamespace(NAMESPACE)
                .withName(CELL)
                .get();
    }

    @Nullable
    ColdRestart restart(String name) {
        return sandbox.admin()
                .resources(ColdRestart.class)
                .inNamespace(NAMESPACE)
                .withName(name)
                .get();
    }

    List<Pod> pods() {
        return sandbox.admin().pods().inNamespace(NAMESPACE).withLabel(CELL_LABEL, CELL).list().getItems().stream()
                .sorted(Comparator.comparingInt(Stage::ordinal))
                .toList();
    }

    /** Begins to watch the cell's nodes. */
    NodeWatch watchNodes() {
        return new NodeWatch(sandbox.admin(), NAMESPACE, CELL_LABEL, CELL);
    }

    /** The history of the nodes until now: the watch may be a moment behind what there is. */
    NodeHistory wholeHistory(NodeWatch watch) throws IOException, InterruptedException {
        return await("the watch has seen every node", () -> watch.historyUntil(pods()), () -> {});
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
        return await(
                what,
                () -> Optional.ofNullable(cell())
                        .filter(cell -> cell.getStatus() != null)
                        .filter(condition),
                meanwhile);
    }

    /**
     * Waits until there is something to find, calling {@code meanwhile} at each look.
     *
     * @throws IOException when that takes too long, or the operator ends in the meantime
     */
    <T> T await(String what, Look<T> look, Runnable meanwhile) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<T> found = look.find();
            meanwhile.run();
            if (found.isPresent()) {
                return found.get();
            }
            if (operator.filter(o -> !o.isAlive()).isPresent()) {
                throw new IOException("the operator ended by itself; it said last:\n"
                        + operator.get().tail(TAIL_LINES));
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("waited " + PATIENCE.toMinutes() + " min for: " + what + "\n"
                        + kubectl("describe", "fleetcells,coldrestarts").out());
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
