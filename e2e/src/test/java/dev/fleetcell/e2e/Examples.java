package dev.fleetcell.e2e;

import static dev.fleetcell.e2e.Cluster.admin;

import dev.fleetcell.api.v1alpha1.FleetCell;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The files in examples/, moved into a namespace of a scenario. */
final class Examples {
    /** Cold starts an hour for cells whose pace does not matter to a scenario: ten a second. */
    static final int FAST = 36_000;

    private static final String THEIR_NAMESPACE = "streams";
    private static final String THEIR_TIME = "2020-11-25T22:23:00Z";
    private static final String THEIR_STORE_IMAGE = "postgres:17";
    /** What {@code e2e/cluster/postgres-image} provided. */
    private static final String STORE_IMAGE = System.getenv().getOrDefault("E2E_POSTGRES_IMAGE", THEIR_STORE_IMAGE);

    private Examples() {}

    /** A new namespace, which takes restricted pods only, with a metadata store that answers. */
    static void namespaceWithStore(String namespace) {
        namespace(namespace);
        Cluster.apply(read("metadata-store.yaml", namespace).replace(THEIR_STORE_IMAGE, STORE_IMAGE));
        Cluster.kubectl("rollout", "status", "statefulset/metadata-store", "--namespace", namespace, "--timeout=120s");
    }

    static void namespace(String namespace) {
        admin().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .addToLabels(Product.OURS, "true")
                        .endMetadata()
                        .build())
                .create();
    }

    /** Deletes a namespace with all that is in it, and waits until it is gone. */
    static void deleteNamespace(String namespace) {
        Cluster.kubectl("delete", "namespace", namespace, "--ignore-not-found", "--timeout=180s");
    }

    static FleetCell cell(String namespace, String name) {
        var cell = Serialization.unmarshal(read("cell.yaml", namespace), FleetCell.class);
        cell.getMetadata().setName(name);
        return cell;
    }

    /** The restart of the cell of cell.yaml, as YAML, with the time that its author has to write. */
    static String coldRestart(String namespace, Instant startBefore) {
        var example = read("coldrestart.yaml", namespace);
        var written = example.replace(
                THEIR_TIME, startBefore.truncatedTo(ChronoUnit.SECONDS).toString());
        if (written.equals(example)) {
            throw new AssertionError("examples/coldrestart.yaml has another startBefore than " + THEIR_TIME);
        }
        return written;
    }

    /** A file of examples/ as a user would edit it for another namespace. */
    static String read(String file, String namespace) {
        try {
            return Files.readString(Shell.ROOT.resolve("examples").resolve(file))
                    .replace("namespace: " + THEIR_NAMESPACE, "namespace: " + namespace)
                    .replace("metadata-store." + THEIR_NAMESPACE + ".svc", "metadata-store." + namespace + ".svc");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
