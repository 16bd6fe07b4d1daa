package dev.fleetcell.operator.cell;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the status of our custom resources, each time on top of the version that was read: of two operators that both
 * believe to lead, only one can write a ticket, and a status never goes back behind one.
 */
@ApplicationScoped
public class StatusWriter {
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final Duration CACHE_DELAY = Duration.ofSeconds(3);

    private final KubernetesClient client;
    private final Clock clock;
    private final Map<String, Written> written = new ConcurrentHashMap<>();

    /** A write of ours: the version that came of it, and when. */
    private record Written(String version, Instant at) {}

    StatusWriter(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Writes {@code status} if nobody has written the object since it was read.
     *
     * @return the object as it is now
     * @throws StaleCacheException when somebody has, or it is gone: look again
     */
    public <S, R extends CustomResource<?, S>> R write(R read, R bare, S status) {
        bare.getMetadata().setName(read.getMetadata().getName());
        bare.getMetadata().setNamespace(read.getMetadata().getNamespace());
        bare.getMetadata().setUid(read.getMetadata().getUid());
        bare.getMetadata().setResourceVersion(read.getMetadata().getResourceVersion());
        bare.setStatus(status);
        try {
            var now = client.resource(bare)
                    .subresource("status")
                    .patch(new PatchContext.Builder()
                            .withPatchType(PatchType.SERVER_SIDE_APPLY)
                            .withFieldManager(Applier.FIELD_MANAGER)
                            .withForce(true)
                            .build());
            written.put(
                    read.getMetadata().getUid(), new Written(now.getMetadata().getResourceVersion(), clock.instant()));
            return now;
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT || isGone(e)) {
                throw new StaleCacheException();
            }
            throw e;
        }
    }

    /** The object is not there. A definition without a status is not found either, but then no object is named: that is a failure. */
    private static boolean isGone(KubernetesClientException e) {
        return e.getCode() == NOT_FOUND
                && e.getStatus() != null
                && e.getStatus().getDetails() != null
                && e.getStatus().getDetails().getName() != null;
    }

    /**
     * Whether {@code cached} is older than our own last write: judging by it would forget a ticket. A cache that has not
     * caught up after {@link #CACHE_DELAY} is believed, and then the next write fails if it should not be.
     */
    public boolean cacheIsBehind(CustomResource<?, ?> cached) {
        var last = written.get(cached.getMetadata().getUid());
        return last != null
                && Applier.isWithin(CACHE_DELAY, last.at(), clock.instant())
                && Long.parseLong(cached.getMetadata().getResourceVersion()) < Long.parseLong(last.version());
    }

    /** Forgets the writes of objects that are gone. */
    void forgetOld() {
        var old = clock.instant().minus(CACHE_DELAY);
        written.values().removeIf(w -> w.at().isBefore(old) || w.at().isAfter(clock.instant()));
    }
}
