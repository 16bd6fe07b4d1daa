package dev.fleetcell.node.cell;

import dev.fleetcell.sandbox.Loopback;
import dev.fleetcell.sandbox.postgres.MetadataDatabase;
import dev.fleetcell.sandbox.process.LocalProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A cell of real node processes, each on its own loopback address, and a real PostgreSQL. DNS is a hosts file that
 * every JVM reads in place of the system's resolver.
 */
public final class TestCell implements AutoCloseable {
    private static final String MEMBERS = "c-members";
    private static final Path JAR =
            Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
    private static final Path SCHEMA = Path.of("src/main/resources/dev/fleetcell/node/metadata/schema.sql");

    private final Path directory;
    private final Loopback loopback;
    private final LocalProcesses processes;
    private final MetadataDatabase store;

    private TestCell(Path directory, Loopback loopback, LocalProcesses processes, MetadataDatabase store) {
        this.directory = directory;
        this.loopback = loopback;
        this.processes = processes;
        this.store = store;
    }

    /** A cell without nodes, its store running and with the tables, empty. */
    public static TestCell open(Path directory) throws Exception {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is not there: run the package phase first");
        }
        Loopback loopback = Loopback.reserve();
        LocalProcesses processes = LocalProcesses.open(directory);
        MetadataDatabase store = MetadataDatabase.start(processes, directory.resolve("store"), loopback.next());
        store.apply(SCHEMA);
        // A second time: the file promises to change nothing then.
        store.apply(SCHEMA);
        TestCell cell = new TestCell(directory, loopback, processes, store);
        cell.publish(List.of());
        return cell;
    }

    public MetadataDatabase store() {
        return store;
    }

    /** A fresh address. */
    public String address() {
        return loopback.next();
    }

    /** What DNS answers from now on; a node sees it within two seconds. */
    public void publish(List<String> addresses) throws IOException {
        publish("hosts", addresses);
    }

    /** The same for nodes with a DNS of their own, {@link NodeSpec#withDns}. */
    public void publish(String dns, List<String> addresses) throws IOException {
        Path next = Files.createTempFile(directory, "hosts", ".next");
        // The file must not be empty, and answers for every name that a node may ask for.
        Files.writeString(
                next,
                "127.0.0.1 localhost\n"
                        + addresses.stream().map(a -> a + " " + MEMBERS + "\n").collect(Collectors.joining()));
        Files.move(next, directory.resolve(dns), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Starts a node and publishes nothing. */
    public TestNode start(NodeSpec spec) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.ofEntries(
                Map.entry("FLEETCELL_CELL", "c"),
                Map.entry("FLEETCELL_NODE", spec.name()),
                Map.entry("FLEETCELL_ADDRESS", spec.address()),
                Map.entry("FLEETCELL_SIZE", "m"),
                Map.entry("FLEETCELL_UNITS", "1"),
                Map.entry("FLEETCELL_THREAD_LIMIT", "200"),
                Map.entry("FLEETCELL_THREAD_BUDGET", "160"),
                Map.entry("FLEETCELL_BOOTSTRAP_SOURCE", "MetadataStore"),
                Map.entry("FLEETCELL_MEMBERS", MEMBERS),
                Map.entry("FLEETCELL_STORE_URL", store.jdbcUrl()),
                Map.entry("FLEETCELL_STORE_USER", store.user())));
        environment.putAll(spec.settings());
        List<String> command = new ArrayList<>(spec.prefix());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-Djdk.net.hosts.file=" + directory.resolve(spec.dns())));
        command.addAll(spec.jvmOptions());
        command.addAll(List.of("-jar", JAR.toString()));
        return new TestNode(spec, processes.start(spec.name(), command, environment));
    }

    /** Starts a node of this name on a fresh address; publishes nothing. */
    public TestNode start(String name) throws IOException {
        return start(NodeSpec.of(name, address()));
    }

    @Override
    public void close() throws IOException {
        processes.close();
        loopback.close();
    }
}
