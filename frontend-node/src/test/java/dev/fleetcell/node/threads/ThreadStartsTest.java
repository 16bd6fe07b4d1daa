package dev.fleetcell.node.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That the kernel refuses is tested with real limits, in {@code RefusedThreadsIT}. */
@Timeout(20)
class ThreadStartsTest {
    private final ThreadStarts starts = new ThreadStarts();

    @Test
    void theCensusCountsAStartedThreadInItsGroupAndForgetsItWhenItEnds() throws Exception {
        TaskCensus census = new TaskCensus();
        int before = census.take().of(TaskGroup.WORKERS);
        CountDownLatch running = new CountDownLatch(3);
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            StartResult result = starts.start(TaskGroup.WORKERS, "worker-" + i, () -> {
                running.countDown();
                awaitQuietly(end);
            });
            threads.add(assertInstanceOf(StartResult.Started.class, result).thread());
        }
        running.await();

        Census during = census.take();
        assertEquals(before + 3, during.of(TaskGroup.WORKERS), during::toString);
        assertEquals(
                during.total(),
                during.byGroup().values().stream().mapToInt(Integer::intValue).sum());

        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        // A thread is a task for a moment longer than join waits.
        while (census.take().of(TaskGroup.WORKERS) != before) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aNameThatWouldBeCountedInAnotherGroupOrCutByTheKernelIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> starts.start(TaskGroup.MESH, "worker-1", () -> {}));
        assertThrows(IllegalArgumentException.class, () -> starts.start(TaskGroup.MESH, "mesh-peer-of-use1", () -> {}));
        assertEquals(0, starts.refusedStarts());
    }

    @Test
    void aKeptThreadThatEndedRunsAgain() throws Exception {
        CountDownLatch ranTwice = new CountDownLatch(2);
        KeptThread kept = new KeptThread(starts, TaskGroup.STORE, "store-test", ranTwice::countDown);
        assertFalse(kept.runs());
        while (ranTwice.getCount() > 0) {
            kept.ensure();
            kept.join(Duration.ofMillis(10));
        }
        assertEquals(List.of(), starts.refusedNow());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
