package dev.fleetcell.operator.app;

import dev.fleetcell.operator.check.ClusterCheck;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;
import java.util.List;

/** Entry of the process: without arguments the operator; {@code check} checks the cluster and ends. */
@QuarkusMain
public final class Launcher {
    /** EX_USAGE of sysexits.h. */
    private static final int EXIT_USAGE = 64;

    /** EX_CONFIG of sysexits.h. */
    private static final int EXIT_CONFIG = 78;

    private Launcher() {}

    public static void main(String... args) throws InterruptedException {
        var arguments = Arrays.asList(args);
        if (arguments.equals(List.of("check"))) {
            System.exit(ClusterCheck.run(System.getenv(), System.out));
        }
        if (!arguments.isEmpty()) {
            System.err.printf(
                    "'%s' is no command: without arguments the operator runs; 'check' checks the cluster%n",
                    String.join(" ", arguments));
            System.exit(EXIT_USAGE);
        }
        try {
            WatchedNamespaces.parse(System.getenv().getOrDefault(WatchedNamespaces.VARIABLE, ""));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(EXIT_CONFIG);
        }
        Quarkus.run(args);
    }
}
