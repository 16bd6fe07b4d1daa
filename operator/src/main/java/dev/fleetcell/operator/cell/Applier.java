package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.operator.plan.WaitReason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.WritableOperation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Applies the objects of a cell, and only the cell's own: an object of that name that the cell does not own is never
 * adopted.
 *
 * <p>An object is sent again when what we want differs from what we sent last, or when somebody else changed it since;
 * so a cell at rest costs no request. The memory of what was sent is lost with the process, and then rebuilt by one
 * apply each, which the server finds to change nothing.
 */
@ApplicationScoped
class Applier {
    static final String FIELD_MANAGER = "fleetcell";

    private static final int CONFLICT = 409;
    private static final Duration CACHE_DELAY = Duration.ofSeconds(3);

    private final KubernetesClient client;
    private final Clock clock;
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();

    /** What was sent last, when, and the version of the object that came of it. */
    private record Sent(HasMetadata object, String version, Instant at) {}

    Applier(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Makes {@code desired} so.
     *
     * @param cached the object as the cache has it, if it does
     * @throws StalledException when the name is taken, or when the API server does not accept the object
     */
    void apply(FleetCell cell, HasMetadata desired, Optional<? extends HasMetadata> cached) {
        complete(cell, desired);
        var key = key(desired);
        var last = sent.get(key);
        if (last != null
                && last.object().equals(desired)
                && cached.map(Applier::version).filter(last.version()::equals).isPresent()) {
            return;
        }
        var live = requireOwn(cell, desired);
        live.ifPresent(l -> requireFreshCache(desired, l, cached));
        var asked = onTopOf(live, desired);
        sent.put(key, new Sent(desired, version(send(client.resource(asked), asked)), clock.instant()));
    }

    /**
     * Asks the API server whether it would take {@code desired}; nothing is written.
     *
     * @throws StalledException when the name is taken, or when the API server does not accept the object
     */
    void check(FleetCell cell, HasMetadata desired) {
        complete(cell, desired);
        requireOwn(cell, desired);
        send(client.resource(desired).dryRun(), desired);
    }

    /**
     * Whether the cache does not show our own last write of {@code kind name} yet: judging by it would do the same step
     * twice. After {@link #CACHE_DELAY} the cache is believed again, so that a deletion by somebody else is seen.
     */
    boolean cacheIsBehind(String kind, String namespace, String name, Optional<? extends HasMetadata> cached) {
        var last = sent.get(kind + "/" + namespace + "/" + name);
        return last != null
                && isWithin(CACHE_DELAY, last.at(), clock.instant())
                && cached.map(Applier::version).filter(last.version()::equals).isEmpty();
    }

    /** A time that is still to come is by a clock that was set back since. */
    static boolean isWithin(Duration time, Instant at, Instant now) {
        return !at.isAfter(now) && at.plus(time).isAfter(now);
    }

    /** Forgets what was sent for a cell that is gone. */
    void forget(String namespace, String cell) {
        sent.values()
                .removeIf(s -> namespace.equals(s.object().getMetadata().getNamespace())
                        && cell.equals(s.object().getMetadata().getLabels().get(Names.CELL_LABEL)));
    }

    private static void complete(FleetCell cell, HasMetadata desired) {
        var labels = new HashMap<>(Names.selector(cell));
        labels.put(Names.MANAGED_BY_LABEL, Names.MANAGED_BY);
        if (desired.getMetadata().getLabels() != null) {
            labels.putAll(desired.getMetadata().getLabels());
        }
        desired.getMetadata().setLabels(labels);
        desired.addOwnerReference(Names.owner(cell));
    }

    private Optional<HasMetadata> requireOwn(FleetCell cell, HasMetadata desired) {
        var existing = client.resource(desired).get();
        if (existing == null || Names.owns(cell, existing)) {
            return Optional.ofNullable(existing);
        }
        if (Names.isOfFormer(cell, existing)) {
            throw new StalledException(
                    WaitReason.FormerCellLeaving,
                    "%s %s of a deleted cell of this name is still being removed"
                            .formatted(desired.getKind(), desired.getMetadata().getName()));
        }
        throw new StalledException(
                WaitReason.NameTaken,
                "%s %s exists and is not this cell's; it is never adopted. Delete or rename it, or name the cell otherwise"
                        .formatted(desired.getKind(), desired.getMetadata().getName()));
    }

    /**
     * A number of nodes is decided by what the cache says, so the cache has to be right. An object that the cache cannot
     * see (its label was removed) keeps its nodes.
     */
    private static void requireFreshCache(
            HasMetadata desired, HasMetadata live, Optional<? extends HasMetadata> cached) {
        if (!(desired instanceof StatefulSet wanted) || !(live instanceof StatefulSet there)) {
            return;
        }
        if (cached.isEmpty()) {
            wanted.getSpec()
                    .setReplicas(Math.max(
                            wanted.getSpec().getReplicas(), there.getSpec().getReplicas()));
        } else if (!version(cached.get()).equals(version(live)) || !sameMemory(cached.get(), there)) {
            throw new StaleCacheException();
        }
    }

    /** What a StatefulSet remembers stands in annotations, and those raise no generation. */
    private static boolean sameMemory(HasMetadata cached, StatefulSet live) {
        return cached instanceof StatefulSet known
                && Contract.applied(known).equals(Contract.applied(live))
                && Contract.settled(known).equals(Contract.settled(live));
    }

    /**
     * A number of nodes and a frontier are decided on what was there. An operator that does not lead any more and was slow
     * must not undo what its successor has done since.
     */
    private static HasMetadata onTopOf(Optional<HasMetadata> live, HasMetadata desired) {
        if (live.isEmpty() || !(desired instanceof StatefulSet wanted)) {
            return desired;
        }
        return new StatefulSetBuilder(wanted)
                .editMetadata()
                .withResourceVersion(live.get().getMetadata().getResourceVersion())
                .endMetadata()
                .build();
    }

    private static HasMetadata send(WritableOperation<HasMetadata> resource, HasMetadata desired) {
        try {
            return resource.patch(new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager(FIELD_MANAGER)
                    .withForce(true)
                    .build());
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                throw new StaleCacheException();
            }
            if (e.getCode() == 403) {
                throw new StalledException(WaitReason.Forbidden, text(e));
            }
            if (refusesTheObject(e)) {
                throw new StalledException(
                        WaitReason.TemplateInvalid,
                        "the API server refuses %s %s: %s"
                                .formatted(
                                        desired.getKind(), desired.getMetadata().getName(), text(e)));
            }
            throw e;
        }
    }

    private static String text(KubernetesClientException e) {
        return String.valueOf(
                e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage());
    }

    /** 422 is a validation error; what has no type makes server-side apply fail with 400 or, in its conversion, 500. */
    private static boolean refusesTheObject(KubernetesClientException e) {
        return e.getCode() == 422
                || e.getCode() == 400
                || (e.getCode() == 500 && text(e).contains("failed to create typed patch object"));
    }

    /** Status writes of others must not look like changes of ours: where there is a generation, it tells. */
    private static String version(HasMetadata object) {
        var generation = object.getMetadata().getGeneration();
        return generation == null ? object.getMetadata().getResourceVersion() : "g" + generation;
    }

    private static String key(HasMetadata object) {
        return object.getKind() + "/" + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }
}
