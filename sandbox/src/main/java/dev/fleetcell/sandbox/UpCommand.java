package dev.fleetcell.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** {@code up}. */
final class UpCommand implements Subcommand {
    @Override
    public String arguments() {
        return "[IMAGE=PROGRAM...]";
    }

    @Override
    public String help() {
        return "starts a cluster and keeps it until Ctrl-C; a pod of image IMAGE runs PROGRAM with the container's arguments";
    }

    @Override
    public int run(List<String> arguments) throws IOException, InterruptedException {
        SandboxBuilder builder = Sandbox.builder().progress(System.err::println);
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
                throw new IllegalArgumentException("'" + argument + "' is not of the form IMAGE=PROGRAM");
            }
            builder.image(parts[0], List.of(parts[1]));
        }
        Sandbox sandbox = builder.start();
        // Never closed here: a signal ends the JVM, and the sandbox with it.
        System.out.println("export KUBECONFIG=" + sandbox.kubeconfig());
        System.err.println("the cluster is up; end it with Ctrl-C");
        new CountDownLatch(1).await();
        return 0;
    }
}
