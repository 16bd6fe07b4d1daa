package dev.fleetcell.operator.sim;

import java.time.Instant;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/**
 * The subresource {@code pods/eviction} of Kubernetes 1.36, with a PodDisruptionBudget that has {@code AlwaysAllow}. In this
 * order:
 *
 * <ol>
 *   <li>A pod that is Pending, has ended or is being deleted goes, whatever the budget says.
 *   <li>A pod that is not Ready goes, whatever the budget says.
 *   <li>A Ready one takes one of {@code disruptionsAllowed}, and is marked in {@code disruptedPods}, <em>before</em> the uid is
 *       looked at.
 * </ol>
 *
 * The real one tries for ten seconds before it answers the {@link Answer#CONFLICT} of the first case, also in a dry run, so that
 * a client that waits no longer gets no answer (unless it asks with a resourceVersion); here it comes at once.
 */
final class FakeEvictions {
    private final FakeStore store;

    FakeEvictions(FakeStore store) {
        this.store = store;
    }

    /** What the API server answers. */
    enum Answer {
        EVICTED(201),
        NOT_FOUND(404),
        CONFLICT(409),
        TOO_MANY_REQUESTS(429);

        final int code;

        Answer(int code) {
            this.code = code;
        }
    }

    /** Asks for an eviction. */
    Answer evict(String pod, @Nullable String uid, Instant now) {
        return ask(pod, uid, false, now);
    }

    /** Asks whether an eviction would be let through now; takes nothing of the budget. */
    Answer dryRun(String pod, @Nullable String uid, Instant now) {
        return ask(pod, uid, true, now);
    }

    /** @param uid the precondition; null for none */
    private Answer ask(String name, @Nullable String uid, boolean dryRun, Instant now) {
        var pod = store.pods.get(name);
        if (pod == null) {
            return Answer.NOT_FOUND;
        }
        var other = uid != null && !uid.equals(pod.uid());
        var budget = store.budget();
        if (pod.phase() != PodPhase.RUNNING || pod.deleting() || budget == null) {
            return other ? Answer.CONFLICT : evicted(pod, dryRun);
        }
        if (!pod.ready()) {
            // Any conflict of the delete is taken for "it became Ready meanwhile".
            return other ? Answer.TOO_MANY_REQUESTS : evicted(pod, dryRun);
        }
        var status = budget.status();
        if (status.observedGeneration() < budget.generation() || status.disruptionsAllowed() == 0) {
            return Answer.TOO_MANY_REQUESTS;
        }
        if (!dryRun) {
            store.write(budget.withStatus(oneLess(status, name, now)));
        }
        return other ? Answer.CONFLICT : evicted(pod, dryRun);
    }

    private Answer evicted(FakePod pod, boolean dryRun) {
        if (!dryRun) {
            store.pods.delete(pod.ordinal());
        }
        return Answer.EVICTED;
    }

    private static FakeDisruptionBudget.Status oneLess(FakeDisruptionBudget.Status status, String pod, Instant now) {
        var disrupted = new HashMap<>(status.disruptedPods());
        disrupted.put(pod, now);
        return new FakeDisruptionBudget.Status(
                status.observedGeneration(),
                status.expectedPods(),
                status.currentHealthy(),
                status.desiredHealthy(),
                status.disruptionsAllowed() - 1,
                disrupted);
    }
}
