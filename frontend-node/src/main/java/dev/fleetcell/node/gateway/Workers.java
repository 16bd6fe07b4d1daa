package dev.fleetcell.node.gateway;

import dev.fleetcell.node.threads.KeptThread;
import dev.fleetcell.node.threads.TaskGroup;
import dev.fleetcell.node.threads.ThreadStarts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** A fixed number of platform threads, reserved at boot, and the bounded queue before them. */
public final class Workers {
    /**
     * How many tasks may wait for each worker: at a millisecond each, the last one waits less than a tenth of a second.
     */
    static final int QUEUED_PER_WORKER = 64;

    private static final Logger LOG = Logger.getLogger(Workers.class);

    private final BlockingQueue<Runnable> queue;
    private final List<KeptThread> threads;
    private volatile boolean stopping;

    /**
     * Reserves nothing yet: {@link #ensureRunning} does.
     *
     * @param count at least 1
     */
    public Workers(int count, ThreadStarts starts) {
        queue = new ArrayBlockingQueue<>(count * QUEUED_PER_WORKER);
        threads = IntStream.range(0, count)
                .mapToObj(i -> new KeptThread(starts, TaskGroup.WORKERS, "worker-" + i, this::work))
                .toList();
    }

    /**
     * Starts the workers that do not run, as far as it can now; to be called again and again.
     *
     * @return what is missing, one line; empty when all run
     */
    public String ensureRunning() {
        if (stopping) {
            return "";
        }
        if (KeptThread.ensureAll(threads)) {
            return "";
        }
        return "%d of %d workers run"
                .formatted(threads.stream().filter(KeptThread::runs).count(), threads.size());
    }

    /**
     * Hands a task over.
     *
     * @return false when the queue is full or the workers stop: the task was not taken
     */
    public boolean offer(Runnable task) {
        return !stopping && queue.offer(task);
    }

    /** Takes no more tasks, and waits for those that were taken. */
    public void stop(Duration atMost) throws InterruptedException {
        stopping = true;
        long deadline = System.nanoTime() + atMost.toNanos();
        for (KeptThread thread : threads) {
            if (thread.runs()) {
                queue.offer(new End(), deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        }
        for (KeptThread thread : threads) {
            thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            thread.release();
        }
    }

    private void work() {
        try {
            for (Runnable task = queue.take(); !(task instanceof End); task = queue.take()) {
                run(task);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task failed; its worker goes on", e);
        }
    }

    /** Ends the worker that takes it; it stands behind all tasks that were taken before the stop. */
    private record End() implements Runnable {
        @Override
        public void run() {}
    }
}
