package dev.fleetcell.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A side-car that leaks threads: runs in a pod from its class file alone, with the Java of the reference node's image.
 *
 * <p>Arguments: the pod's name, and a file that holds the name of the victim. While both are the same it starts a thread
 * every 20 ms until the kernel refuses one, says at how many, and keeps them.
 */
@SuppressWarnings("SystemOut") // kubectl logs is how it speaks
public final class Leak {
    private static final long STACK = 64 << 10;
    private static final int PAUSE = 20;

    private Leak() {}

    public static void main(String[] args) throws Exception {
        var victim = Path.of(args[1]);
        while (!Files.exists(victim) || !Files.readString(victim).strip().equals(args[0])) {
            Thread.sleep(PAUSE);
        }
        var forever = new CountDownLatch(1);
        var started = 0;
        try {
            while (true) {
                new Thread(null, () -> hold(forever), "leak-" + started, STACK).start();
                started++;
                Thread.sleep(PAUSE);
            }
        } catch (OutOfMemoryError e) {
            System.out.println("refused after " + started + " threads: " + e.getMessage());
        }
        forever.await();
    }

    private static void hold(CountDownLatch forever) {
        try {
            forever.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
