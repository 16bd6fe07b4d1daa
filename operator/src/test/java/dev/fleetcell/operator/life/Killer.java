package dev.fleetcell.operator.life;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Kills the operator by SIGKILL, again and again, in the midst of whatever it does, and starts it again. Its time runs from the moment
 * it leads: on a slow machine it would else never come to do anything.
 */
final class Killer {
    private final Replica operator;
    private final Duration life;
    private final CountDownLatch enough = new CountDownLatch(1);
    private final CompletableFuture<Integer> kills = new CompletableFuture<>();

    private Killer(Replica operator, Duration life) {
        this.operator = operator;
        this.life = life;
    }

    /**
     * Begins.
     *
     * @param life from the moment it leads until it is killed
     */
    static Killer start(Replica operator, Duration life) {
        var killer = new Killer(operator, life);
        Thread.ofPlatform().name("killer").daemon().start(killer::run);
        return killer;
    }

    /** Kills no more; returns how often it did, when the operator leads again. */
    int stop() throws InterruptedException {
        enough.countDown();
        try {
            return kills.get();
        } catch (ExecutionException e) {
            throw new AssertionError("the operator was to be killed and started again", e.getCause());
        }
    }

    private void run() {
        try {
            int count = 0;
            operator.awaitLeading();
            while (!enough.await(life.toMillis(), TimeUnit.MILLISECONDS)) {
                operator.kill();
                count++;
                operator.startAgain();
                operator.awaitLeading();
            }
            kills.complete(count);
        } catch (InterruptedException | IOException | RuntimeException | AssertionError e) {
            kills.completeExceptionally(e);
        }
    }
}
