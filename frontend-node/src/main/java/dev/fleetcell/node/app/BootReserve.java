package dev.fleetcell.node.app;

import dev.fleetcell.node.threads.StartResult;
import dev.fleetcell.node.threads.TaskGroup;
import dev.fleetcell.node.threads.ThreadStarts;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Proves that the kernel admits the threads which Quarkus and the JVM are about to start by themselves, by starting as many
 * at once and ending them again.
 *
 * <p>A refused event loop would leave Quarkus waiting for it for ever, without a port on which the node could say so.
 */
final class BootReserve {
    /** Event loops, acceptor, their watchdog and executor, and three of libraries. */
    private static final int THREADS = 8;

    private BootReserve() {}

    /** Why the process cannot start, one line; empty when it can. */
    static Optional<String> refusal() {
        ThreadStarts starts = new ThreadStarts();
        CountDownLatch proven = new CountDownLatch(1);
        try {
            for (int i = 0; i < THREADS; i++) {
                if (starts.start(TaskGroup.HTTP, "executor-boot-" + i, () -> await(proven))
                        instanceof StartResult.Refused(TaskGroup group, String name, String reason)) {
                    return Optional.of(
                            "The kernel refuses thread %d of the %d that the ports need (%s): raise the limit of"
                                            .formatted(i + 1, THREADS, reason)
                                    + " tasks of this pod, user or cluster node");
                }
            }
            return Optional.empty();
        } finally {
            proven.countDown();
        }
    }

    private static void await(CountDownLatch proven) {
        try {
            proven.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
