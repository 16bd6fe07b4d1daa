package dev.fleetcell.sandbox.kubelet;

import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The conditions of one pod; remembers when each of them changed. */
public final class PodConditions {
    private final Map<String, PodCondition> conditions = new HashMap<>();

    /**
     * A condition as it is at {@code now}.
     *
     * @param reason why it does not hold; not used when it does, nor is {@code message}
     */
    public PodCondition condition(String type, boolean holds, String reason, String message, Instant now) {
        String status = holds ? "True" : "False";
        PodCondition before = conditions.get(type);
        String since = before != null && before.getStatus().equals(status)
                ? before.getLastTransitionTime()
                : ContainerPhase.time(now);
        PodCondition condition = new PodConditionBuilder()
                .withType(type)
                .withStatus(status)
                // Conditions are merged by type: only an empty text takes the place of an earlier one.
                .withReason(holds ? "" : reason)
                .withMessage(holds ? "" : message)
                .withLastTransitionTime(since)
                .build();
        conditions.put(type, condition);
        return condition;
    }
}
