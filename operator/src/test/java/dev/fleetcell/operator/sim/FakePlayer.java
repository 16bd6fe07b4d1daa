package dev.fleetcell.operator.sim;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Plays on the fakes, where time stands still. */
final class FakePlayer implements Player {
    private static final Instant NOW = Instant.EPOCH;
    /** As for every StatefulSet here; small, so that revisions are deleted. */
    static final int HISTORY_LIMIT = 1;

    final FakeStore store;
    private final String name;
    private final FakeControlPlane plane;
    private Map<Integer, String> uids = Map.of();

    FakePlayer(String name) {
        this.name = name;
        this.plane = new FakeControlPlane(name, Binding.AT_BIRTH, FakeStatefulSetController.StaleReads.REFUSED);
        this.store = plane.store;
    }

    @Override
    public int play(Step step) {
        uids = uids();
        return switch (step.verb()) {
            case CREATE ->
                done(() -> create(step.ordinals().get(0), step.ordinals().get(1), step.text()));
            case EDIT ->
                done(() -> store.editSet(step.ordinals().get(0), step.ordinals().get(1), step.text()));
            case RECREATE -> done(this::recreate);
            case BUDGET -> done(() -> store.setBudget(step.first()));
            case READY -> done(() -> step.ordinals().forEach(ordinal -> store.pods.run(ordinal, true)));
            case UNREADY -> done(() -> step.ordinals().forEach(ordinal -> store.pods.run(ordinal, false)));
            case FAIL -> done(() -> step.ordinals().forEach(ordinal -> store.pods.end(ordinal, PodPhase.FAILED)));
            case SUCCEED -> done(() -> step.ordinals().forEach(ordinal -> store.pods.end(ordinal, PodPhase.SUCCEEDED)));
            case GONE -> done(() -> step.ordinals().forEach(store.pods::remove));
            case DELETE -> done(() -> store.pods.delete(step.first()));
            case EVICT ->
                plane.evictions.evict(
                                podName(step), store.pods.existing(step.first()).uid(), NOW)
                        .code;
            case EVICT_OTHER -> plane.evictions.evict(podName(step), "another uid", NOW).code;
            case TRY_EVICT -> plane.evictions.dryRun(podName(step), null, NOW).code;
            case EXPECT -> throw new IllegalArgumentException("not to be played: " + step);
        };
    }

    /** Lets the controllers run until nothing changes any more. */
    void settle() {
        plane.settle(NOW);
    }

    /** Changes the spec without any consequence, so that the controller has to look at it once more. */
    void touch() {
        var set = store.existingSet();
        store.editSet(set.replicas(), set.partition(), set.template(), otherLimit(set.historyLimit()));
    }

    /** What there is now; a pod is renewed if it is not the one from before the last step. */
    Seen seen() {
        var set = store.existingSet();
        var status = set.status();
        return new Seen(
                store.pods.list().stream()
                        .map(pod -> new Seen.Pod(
                                pod.ordinal(),
                                letter(pod.revision()),
                                letter(pod.revision()),
                                pod.phase(),
                                pod.ready(),
                                pod.deleting(),
                                !pod.uid().equals(uids.get(pod.ordinal()))))
                        .toList(),
                new Seen.Status(
                        status.observedGeneration() == set.generation(),
                        status.replicas(),
                        status.readyReplicas(),
                        status.currentReplicas(),
                        status.updatedReplicas(),
                        letter(status.currentRevision()),
                        letter(status.updateRevision())),
                store.revisions().stream().map(FakeRevision::template).toList());
    }

    Seen.Budget seenBudget() {
        var status = Objects.requireNonNull(store.budget(), "sequences begin with a budget")
                .status();
        return new Seen.Budget(
                status.expectedPods(), status.currentHealthy(), status.desiredHealthy(), status.disruptionsAllowed());
    }

    static int otherLimit(int limit) {
        return limit == HISTORY_LIMIT ? HISTORY_LIMIT + 1 : HISTORY_LIMIT;
    }

    private void create(int replicas, int partition, String template) {
        store.createSet(replicas, partition, template);
        store.editSet(replicas, partition, template, HISTORY_LIMIT);
    }

    private void recreate() {
        var old = store.existingSet();
        store.orphan();
        create(old.replicas(), old.partition(), old.template());
    }

    private String podName(Step step) {
        return name + "-" + step.first();
    }

    private String letter(String revision) {
        return revision.substring(name.length() + 1);
    }

    private Map<Integer, String> uids() {
        var now = new HashMap<Integer, String>();
        store.pods.list().forEach(pod -> now.put(pod.ordinal(), pod.uid()));
        return now;
    }

    private static int done(Runnable what) {
        what.run();
        return 0;
    }
}
