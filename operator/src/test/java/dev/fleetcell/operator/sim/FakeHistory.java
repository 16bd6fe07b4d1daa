package dev.fleetcell.operator.sim;

import java.util.HashSet;
import java.util.List;

/** What the StatefulSet controller does with ControllerRevisions. */
final class FakeHistory {
    private final FakeStore store;

    FakeHistory(FakeStore store) {
        this.store = store;
    }

    /**
     * @param current what pods below the partition are made from
     * @param update what the other pods are made from: the template
     */
    record Revisions(FakeRevision current, FakeRevision update) {}

    /** The two revisions of a StatefulSet; writes the update revision where it is new, or not the newest. */
    Revisions of(FakeStatefulSet set) {
        var known = store.revisions();
        var update = update(set, known);
        var current = known.stream()
                .filter(revision -> revision.name().equals(set.status().currentRevision()))
                .findFirst();
        return new Revisions(current.orElse(update), update);
    }

    /** Deletes revisions that are neither current, nor update, nor of a pod, oldest first, down to the history limit. */
    void truncate(FakeStatefulSet set, List<FakePod> pods, Revisions revisions) {
        var known = store.revisions();
        if (known.size() <= set.historyLimit()) {
            return;
        }
        var live = new HashSet<String>();
        live.add(revisions.current().name());
        live.add(revisions.update().name());
        pods.forEach(pod -> live.add(pod.revision()));
        var unused = known.stream()
                .filter(revision -> !live.contains(revision.name()))
                .toList();
        unused.stream().limit(Math.max(0, unused.size() - set.historyLimit())).forEach(store::remove);
    }

    private FakeRevision update(FakeStatefulSet set, List<FakeRevision> known) {
        if (!known.isEmpty() && known.getLast().template().equals(set.template())) {
            return known.getLast();
        }
        var number = known.isEmpty() ? 1 : known.getLast().number() + 1;
        var update = new FakeRevision(set.name() + "-" + set.template(), set.template(), number);
        store.put(update);
        return update;
    }
}
