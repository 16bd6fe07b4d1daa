package dev.fleetcell.node.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.security.Security;

/** Entry of the process. Settings are checked before anything starts: a node that cannot run says why and ends. */
@QuarkusMain
public final class Main {
    /** EX_CONFIG of sysexits.h. */
    private static final int EXIT_CONFIG = 78;

    /** EX_OSERR of sysexits.h: the system gave no threads. */
    private static final int EXIT_NO_THREADS = 71;

    private Main() {}

    public static void main(String... args) {
        // Before any look-up: the JVM would keep the first answer for 30 s, longer than a pod's address lives.
        Security.setProperty("networkaddress.cache.ttl", "2");
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
        try {
            Settings settings = new SettingsSource(System.getenv()).read();
            String address = settings.self().address().getHostAddress();
            System.setProperty("quarkus.http.host", address);
            System.setProperty("quarkus.management.host", address);
        } catch (InvalidSettingsException e) {
            e.problems().forEach(System.err::println);
            System.exit(EXIT_CONFIG);
        }
        BootReserve.refusal().ifPresent(refusal -> {
            System.err.println(refusal);
            // Not exit: shutdown hooks are threads, too.
            Runtime.getRuntime().halt(EXIT_NO_THREADS);
        });
        Quarkus.run(NodeProcess.class, args);
    }
}
