package dev.fleetcell.node.bootstrap;

import dev.fleetcell.node.metadata.MetadataStore;
import dev.fleetcell.node.metadata.StoreException;
import dev.fleetcell.node.shardmap.Assembled;
import dev.fleetcell.node.shardmap.ShardMap;
import dev.fleetcell.node.threads.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest complete shard map; the body of the {@code store} thread.
 *
 * <p>Without a map it reads the whole of it, again and again with backoff. With one it asks for the version, and reads
 * when that has moved. Nothing but a complete map ever replaces a map: not an incomplete one, not a lost store.
 */
public final class ShardMapKeeper implements Runnable {
    private static final Logger LOG = Logger.getLogger(ShardMapKeeper.class);
    private static final Backoff RETRY = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private static final Duration POLL = Duration.ofSeconds(5);

    private final MetadataStore store;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable ShardMap current;
    private volatile MapStatus status;
    private int failures;
    private long lastSeen = -1;
    /** Why {@link #lastSeen} is not the version in use; empty when it is. */
    private String rejection = "";

    public ShardMapKeeper(MetadataStore store) {
        this.store = store;
        status = new MapStatus(
                0, false, store.source(), 0, 0, 0, OptionalLong.empty(), "the shard map has not been read yet");
    }

    /** The map to route with; empty until the first complete one. */
    public Optional<ShardMap> current() {
        return Optional.ofNullable(current);
    }

    public MapStatus status() {
        return status;
    }

    public void stop() {
        stopped.countDown();
    }

    @Override
    public void run() {
        try {
            while (!stopped.await(refresh().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.trace("Asking the store again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Asks the store once.
     *
     * @return how long to leave it alone
     */
    Duration refresh() {
        try {
            if (current == null || store.version() != lastSeen) {
                take();
            } else if (failures > 0) {
                LOG.infof("The store answers again, still at version %d", lastSeen);
                trouble(rejection);
            }
            failures = 0;
            status = status.confirmed(System.nanoTime());
            return current == null ? RETRY.after(1) : jitteredPoll();
        } catch (StoreException | RuntimeException | Error e) {
            // Whatever went wrong: this thread is the only one that can set it right later.
            failures++;
            String reason = e instanceof StoreException ? String.valueOf(e.getMessage()) : e.toString();
            if (!reason.equals(status.trouble())) {
                LOG.warnf("No shard map from the store: %s", reason);
            }
            trouble(reason);
            return RETRY.after(failures);
        }
    }

    private void take() throws StoreException {
        long startNanos = System.nanoTime();
        switch (store.snapshot()) {
            case Assembled.Complete(ShardMap map) -> {
                double seconds = (System.nanoTime() - startNanos) / 1e9;
                current = map;
                rejection = "";
                lastSeen = map.version();
                status = new MapStatus(
                        map.version(),
                        true,
                        store.source(),
                        seconds,
                        map.shards(),
                        status.rejected(),
                        status.confirmedNanos(),
                        "");
                LOG.infof("Shard map version %d: %d shards in %.3f s", map.version(), map.shards(), seconds);
            }
            case Assembled.Incomplete(long version, String reason) -> {
                rejection = "shard map version %d is incomplete: %s".formatted(version, reason);
                if (!rejection.equals(status.trouble())) {
                    LOG.warn(rejection);
                }
                // Without a map the same version is read again and again: that is one rejection, not many.
                boolean counted = version == lastSeen;
                lastSeen = version;
                status = status.with(rejection, counted ? 0 : 1);
            }
        }
    }

    private void trouble(String reason) {
        status = status.with(reason, 0);
    }

    private static Duration jitteredPoll() {
        return POLL.minusMillis(ThreadLocalRandom.current().nextLong(POLL.toMillis() / 5));
    }
}
