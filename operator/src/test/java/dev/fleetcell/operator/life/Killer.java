package dev.fleetcell.operator.life;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Kills the operator by SIGKILL, again and again, in the midst of whatever it does, and starts it again. It is killed when it has led
 * for a while and something has come of it: on a slow machine it would else be killed for ever before it comes to do anything.
 */
final class Killer {
    private static final long LOOK_MILLIS = 100;

    private final Replica operator;
    private final Duration life;
    private final NodeWatch deeds;
    private final CountDownLatch enough = new CountDownLatch(1);
    private final CompletableFuture<Integer> kills = new CompletableFuture<>();

    private Killer(Replica operator, Duration life, NodeWatch deeds) {
        this.operator = operator;
        this.life = life;
        this.deeds = deeds;
    }

    /**
     * Begins.
     *
     * @param life least time from the moment it leads until it is killed
     * @param deeds what it does: a node that comes or is told to go
     */
    static Killer start(Replica operator, Duration life, NodeWatch deeds) {
        var killer = new Killer(operator, life, deeds);
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
            while (lives()) {
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

    /** Returns when its time has come; false when there was enough killing. */
    private boolean lives() throws InterruptedException {
        var since = deeds.mark();
        var end = Instant.now().plus(life);
        while (!enough.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (Instant.now().isAfter(end) && deeds.anythingDone(since)) {
                return true;
            }
        }
        return false;
    }
}
