package dev.fleetcell.sandbox.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a built checkout that a demo needs. */
record Checkout(Path root) {
    /** The checkout in whose root folder this process was started. */
    static Checkout here() throws IOException {
        Checkout checkout = new Checkout(Path.of("").toAbsolutePath());
        for (Path file :
                new Path[] {checkout.crds(), checkout.rbac(), checkout.operator(), checkout.node(), checkout.schema()
                }) {
            if (!Files.exists(file)) {
                throw new IOException("there is no " + file
                        + ": run 'make demo' in the root folder of the checkout, which builds it");
            }
        }
        return checkout;
    }

    Path crds() {
        return root.resolve("crds");
    }

    Path rbac() {
        return root.resolve("operator/rbac.yaml");
    }

    Path operator() {
        return root.resolve("operator/target/quarkus-app/quarkus-run.jar");
    }

    Path node() {
        return root.resolve("frontend-node/target/quarkus-app/quarkus-run.jar");
    }

    Path schema() {
        return root.resolve("frontend-node/src/main/resources/dev/fleetcell/node/metadata/schema.sql");
    }
}
