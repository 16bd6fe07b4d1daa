package dev.fleetcell.sandbox.binaries;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An exclusive lock on a folder, between threads and processes; the kernel lifts it when its holder dies. */
final class FolderLock implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the lock and tells {@code progress} once when it must wait.
     *
     * @throws IOException if it cannot be had within {@code limit}, or the thread is interrupted
     */
    static FolderLock take(Path folder, Duration limit, Consumer<String> progress) throws IOException {
        Path file = folder.resolve(".lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            long deadline = System.nanoTime() + limit.toNanos();
            boolean told = false;
            while (tryLock(channel) == null) {
                if (!told) {
                    progress.accept("another process fills " + folder + "; waiting for it");
                    told = true;
                }
                LockSupport.parkNanos(POLL.toNanos());
                if (Thread.interrupted()) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted while waiting for " + file);
                }
                if (System.nanoTime() > deadline) {
                    throw new IOException("another process has held " + file + " for " + limit.toMinutes()
                            + " minutes; is it stuck?");
                }
            }
            return new FolderLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByAnotherThread) {
            return null;
        }
    }
}
