package dev.fleetcell.sandbox.demo;

import java.io.IOException;

/** {@code make demo}. With {@code KEEP=1} in the environment everything is left running until Ctrl-C. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        // Netty would use sun.misc.Unsafe, and the JVM would warn about that on every start.
        System.setProperty("io.netty.noUnsafe", "true");
        System.exit(run());
    }

    private static int run() throws InterruptedException {
        try {
            Demo.play("1".equals(System.getenv("KEEP")));
            return 0;
        } catch (IOException e) {
            System.err.println("\nthe demo failed: " + e.getMessage());
            return 1;
        }
    }
}
