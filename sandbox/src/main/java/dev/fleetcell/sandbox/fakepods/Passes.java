package dev.fleetcell.sandbox.fakepods;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs something again and again on shared threads: whenever it is asked for, and when the last pass said that it is due. One pass at
 * a time; requests that come while one waits to begin are one request. Between passes it costs no thread. Safe for use by several
 * threads.
 */
final class Passes {
    private static final Logger LOG = LoggerFactory.getLogger(Passes.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final ScheduledExecutorService executor;
    private final Function<Instant, Optional<Instant>> pass;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Object runnerLock = new Object();
    private @Nullable Thread runner;
    private @Nullable Future<?> timer;
    private volatile boolean closed;

    /**
     * @param pass gets the time, returns when the next pass is due if nobody asks for one before; must not throw
     */
    Passes(ScheduledExecutorService executor, Function<Instant, Optional<Instant>> pass) {
        this.executor = executor;
        this.pass = pass;
    }

    /** Asks for a pass that begins after this. */
    void wake() {
        if (asked.compareAndSet(false, true)) {
            executor.execute(this::run);
        }
    }

    /** Ends passes: interrupts the one that runs, and returns when it has ended, after 5 s at the latest. */
    void close() {
        closed = true;
        synchronized (runnerLock) {
            if (runner != null) {
                runner.interrupt();
            }
        }
        try {
            if (lock.tryLock(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                cancelTimer();
                lock.unlock();
            } else {
                LOG.warn("a pass does not end within {} s", CLOSE_LIMIT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        lock.lock();
        try {
            asked.set(false);
            cancelTimer();
            setRunner(Thread.currentThread());
            if (!closed) {
                pass.apply(Instant.now()).ifPresent(this::wakeAt);
            }
        } finally {
            setRunner(null);
            lock.unlock();
        }
    }

    /** Whom {@link #close} interrupts; the thread goes on to other work without a trace of that. */
    private void setRunner(@Nullable Thread thread) {
        synchronized (runnerLock) {
            runner = thread;
            if (thread == null) {
                Thread.interrupted();
            }
        }
    }

    private void wakeAt(Instant next) {
        // Rounded up, so that it is not too early.
        long millis = Math.max(0, Duration.between(Instant.now(), next).toMillis()) + 1;
        timer = executor.schedule(this::wake, millis, TimeUnit.MILLISECONDS);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
