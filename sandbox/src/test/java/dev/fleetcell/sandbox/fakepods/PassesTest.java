package dev.fleetcell.sandbox.fakepods;

import static dev.fleetcell.sandbox.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PassesTest {
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void aPassSaysWhenTheNextOneIsDueAndIsNotTooEarly() {
        Instant due = Instant.now().plusMillis(50);
        AtomicInteger early = new AtomicInteger();
        Passes passes = new Passes(executor, now -> {
            if (runs.incrementAndGet() == 1) {
                return Optional.of(due);
            }
            early.addAndGet(now.isBefore(due) ? 1 : 0);
            return Optional.empty();
        });
        passes.wake();
        eventually("two runs", runs::get, count -> count == 2);
        assertEquals(0, early.get());
    }

    @Test
    void manyRequestsDuringAPassAreOnePassMoreAndNeverTwoAtATime() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicBoolean overlap = new AtomicBoolean();
        Passes passes = new Passes(executor, now -> {
            overlap.compareAndSet(false, atOnce.incrementAndGet() > 1);
            inside.countDown();
            awaitQuietly(goOn);
            runs.incrementAndGet();
            atOnce.decrementAndGet();
            return Optional.empty();
        });
        passes.wake();
        inside.await();
        for (int i = 0; i < 100; i++) {
            passes.wake();
        }
        goOn.countDown();
        eventually("the second run", runs::get, count -> count == 2);
        executor.submit(() -> {}).get();
        assertEquals(2, runs.get());
        assertFalse(overlap.get());
    }

    @Test
    void closingInterruptsThePassAndNothingElse() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Passes passes = new Passes(executor, now -> {
            runs.incrementAndGet();
            inside.countDown();
            interrupted.set(!awaitQuietly(new CountDownLatch(1)));
            Thread.currentThread().interrupt(); // as a client does that was interrupted
            return Optional.of(now.plus(Duration.ofMillis(1)));
        });
        passes.wake();
        inside.await();
        passes.close();
        assertTrue(interrupted.get());
        passes.wake();
        for (int i = 0; i < 4; i++) {
            assertFalse(executor.submit(() -> Thread.currentThread().isInterrupted())
                    .get());
        }
        assertEquals(1, runs.get());
    }

    /** False when it was interrupted. */
    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
