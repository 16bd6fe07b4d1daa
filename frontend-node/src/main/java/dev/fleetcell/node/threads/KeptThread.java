package dev.fleetcell.node.threads;

import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A thread that has to run for as long as the process does: refused starts are tried again with backoff, and so is a
 * thread that ended. Somebody has to call {@link #ensure} every now and then.
 */
public final class KeptThread {
    private static final Backoff RETRY = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8));

    private final ThreadStarts starts;
    private final TaskGroup group;
    private final String name;
    private final Runnable body;
    private @Nullable Thread thread;
    private boolean refused;
    private int failures;
    private long notBefore;

    public KeptThread(ThreadStarts starts, TaskGroup group, String name, Runnable body) {
        this.starts = starts;
        this.group = group;
        this.name = name;
        this.body = body;
    }

    /**
     * Starts the thread if it does not run and it is time to try.
     *
     * @return whether it runs
     */
    public synchronized boolean ensure() {
        if (runs()) {
            return true;
        }
        long now = System.nanoTime();
        if (failures > 0 && now - notBefore < 0) {
            return false;
        }
        failures++;
        notBefore = now + RETRY.after(failures).toNanos();
        if (starts.start(group, name, body) instanceof StartResult.Started(Thread started)) {
            thread = started;
            refused = false;
            return true;
        }
        refused = true;
        return false;
    }

    /**
     * Ensures all of them, but where one start is refused the next would be: then one try is enough.
     *
     * @return whether all run
     */
    public static boolean ensureAll(Collection<KeptThread> threads) {
        boolean all = true;
        for (KeptThread thread : threads) {
            if (!thread.ensure()) {
                all = false;
                if (thread.isRefused()) {
                    return false;
                }
            }
        }
        return all;
    }

    private synchronized boolean isRefused() {
        return refused;
    }

    public synchronized boolean runs() {
        return thread != null && thread.isAlive();
    }

    /** The thread is not wanted any more; ending its body is the caller's business. */
    public void release() {
        starts.settle(name);
    }

    /** Waits until the thread has ended, for at most this long. */
    public void join(Duration atMost) throws InterruptedException {
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running != null) {
            running.join(atMost);
        }
    }
}
