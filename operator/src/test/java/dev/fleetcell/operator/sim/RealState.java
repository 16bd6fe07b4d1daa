package dev.fleetcell.operator.sim;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a real API server had, in its own words. */
final class RealState {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StatefulSet set;
    private final List<Pod> pods;
    private final List<ControllerRevision> revisions;
    private final Map<Integer, String> uidsBefore;
    private final Map<String, String> letters = new HashMap<>();

    /** @param uidsBefore the pods from before the last step */
    RealState(StatefulSet set, List<Pod> pods, List<ControllerRevision> revisions, Map<Integer, String> uidsBefore) {
        this.set = set;
        this.pods = pods.stream()
                .sorted(Comparator.comparingInt(RealState::ordinal))
                .toList();
        this.revisions = revisions.stream()
                .sorted(Comparator.comparing(ControllerRevision::getRevision))
                .toList();
        this.uidsBefore = uidsBefore;
        this.revisions.forEach(revision -> letters.put(revision.getMetadata().getName(), letter(revision)));
    }

    /** Whether the controller has acted on the newest spec. */
    static boolean observed(StatefulSet set) {
        return Objects.equals(
                set.getStatus().getObservedGeneration(), set.getMetadata().getGeneration());
    }

    Seen seen() {
        var status = set.getStatus();
        return new Seen(
                pods.stream().map(this::seen).toList(),
                new Seen.Status(
                        observed(set),
                        orZero(status.getReplicas()),
                        orZero(status.getReadyReplicas()),
                        orZero(status.getCurrentReplicas()),
                        orZero(status.getUpdatedReplicas()),
                        letter(status.getCurrentRevision()),
                        letter(status.getUpdateRevision())),
                revisions.stream().map(RealState::letter).toList());
    }

    static int ordinal(Pod pod) {
        var name = pod.getMetadata().getName();
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    static String template(ObjectMeta metadata) {
        return Objects.requireNonNull(metadata.getAnnotations().get(RealPlayer.TEMPLATE));
    }

    private Seen.Pod seen(Pod pod) {
        var metadata = pod.getMetadata();
        return new Seen.Pod(
                ordinal(pod),
                template(metadata),
                letter(metadata.getLabels().get("controller-revision-hash")),
                PodPhase.valueOf(pod.getStatus().getPhase().toUpperCase(Locale.ROOT)),
                pod.getStatus().getConditions().stream().anyMatch(RealState::isReady),
                metadata.getDeletionTimestamp() != null,
                !metadata.getUid().equals(uidsBefore.get(ordinal(pod))));
    }

    private static boolean isReady(PodCondition condition) {
        return condition.getType().equals("Ready") && condition.getStatus().equals("True");
    }

    /** The template of a revision; the name itself where there is no such revision (yet, or any more). */
    private String letter(@Nullable String revision) {
        return revision == null ? "none" : letters.getOrDefault(revision, revision);
    }

    private static String letter(ControllerRevision revision) {
        return JSON.valueToTree(revision.getData())
                .at("/spec/template/metadata/annotations/" + RealPlayer.TEMPLATE)
                .asText();
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
