package dev.fleetcell.operator.sim;

import static java.util.stream.Collectors.toMap;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Map;

/**
 * Plays on a real control plane, and is the kubelet of the pods: they are bound to a machine that no kubelet serves, so that
 * they are deleted as running pods are, and go when the sequence says so.
 */
final class RealPlayer implements Player {
    static final String NAMESPACE = "default";
    static final String MACHINE = "nobodys-machine";
    /** The annotation of the template that says which one it is. */
    static final String TEMPLATE = "template";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);

    private final KubernetesClient client;
    private final String name;
    private Map<Integer, String> uids = Map.of();
    private Map<Integer, String> newestUids = Map.of();
    private int touches;
    private int historyLimit = FakePlayer.HISTORY_LIMIT;

    /** @param client must not try again what was answered with 429: the answer is what we want */
    RealPlayer(KubernetesClient client, String name) {
        this.client = client;
        this.name = name;
    }

    @Override
    public int play(Step step) {
        uids = newestUids;
        switch (step.verb()) {
            case CREATE -> create(step.ordinals().get(0), step.ordinals().get(1), step.text());
            case EDIT -> edit(step.ordinals().get(0), step.ordinals().get(1), step.text());
            case RECREATE -> recreate();
            case BUDGET -> budget(step.first());
            case READY -> step.ordinals().forEach(ordinal -> status(ordinal, "Running", true));
            case UNREADY -> step.ordinals().forEach(ordinal -> status(ordinal, "Running", false));
            case FAIL -> step.ordinals().forEach(ordinal -> status(ordinal, "Failed", false));
            case SUCCEED -> step.ordinals().forEach(ordinal -> status(ordinal, "Succeeded", false));
            case GONE ->
                step.ordinals()
                        .forEach(ordinal -> pod(ordinal).withGracePeriod(0).delete());
            case DELETE -> pod(step.first()).delete();
            case EVICT -> {
                return evict(step.first(), "{\"preconditions\":{\"uid\":\"" + uids.get(step.first()) + "\"}}", "");
            }
            case EVICT_OTHER -> {
                return evict(step.first(), "{\"preconditions\":{\"uid\":\"another\"}}", "");
            }
            case TRY_EVICT -> {
                return evict(step.first(), "{}", "?dryRun=All");
            }
            case EXPECT -> throw new IllegalArgumentException("not to be played: " + step);
        }
        return 0;
    }

    /** What there is now; the StatefulSet is read before its pods. */
    Seen seen() {
        var set = set().get();
        var pods = client.pods()
                .inNamespace(NAMESPACE)
                .withLabel("app", name)
                .list()
                .getItems();
        var revisions = client.apps()
                .controllerRevisions()
                .inNamespace(NAMESPACE)
                .withLabel("app", name)
                .list()
                .getItems();
        newestUids = pods.stream()
                .collect(toMap(RealState::ordinal, pod -> pod.getMetadata().getUid()));
        return new RealState(set, pods, revisions, uids).seen();
    }

    /** Whether the controller has acted on the newest spec. */
    boolean observed() {
        return RealState.observed(set().get());
    }

    Seen.Budget seenBudget() {
        var status = client.policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(NAMESPACE)
                .withName(name)
                .get()
                .getStatus();
        return new Seen.Budget(
                orZero(status.getExpectedPods()),
                orZero(status.getCurrentHealthy()),
                orZero(status.getDesiredHealthy()),
                orZero(status.getDisruptionsAllowed()));
    }

    /** Makes both controllers look once more: the spec changes without any consequence, and the budget gets an annotation. */
    void touch() {
        historyLimit = FakePlayer.otherLimit(historyLimit);
        patch("{\"spec\":{\"revisionHistoryLimit\":%d}}".formatted(historyLimit));
        client.policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(NAMESPACE)
                .withName(name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"touch\":\"%d\"}}}".formatted(++touches));
    }

    private void create(int replicas, int partition, String template) {
        historyLimit = FakePlayer.HISTORY_LIMIT;
        client.resource(Serialization.unmarshal(
                        """
                        apiVersion: apps/v1
                        kind: StatefulSet
                        metadata: {name: %1$s, namespace: %2$s}
                        spec:
                          serviceName: %1$s
                          replicas: %3$d
                          podManagementPolicy: Parallel
                          updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: %4$d}}
                          revisionHistoryLimit: %5$d
                          selector: {matchLabels: {app: %1$s}}
                          template:
                            metadata:
                              labels: {app: %1$s}
                              annotations: {%6$s: %7$s}
                            spec:
                              nodeName: %8$s
                              containers: [{name: node, image: none}]
                        """.formatted(name, NAMESPACE, replicas, partition, historyLimit, TEMPLATE, template, MACHINE),
                        StatefulSet.class))
                .create();
    }

    private void edit(int replicas, int partition, String template) {
        patch("""
                {"spec": {
                  "replicas": %d,
                  "updateStrategy": {"rollingUpdate": {"partition": %d}},
                  "template": {"metadata": {"annotations": {"%s": "%s"}}}}}
                """.formatted(replicas, partition, TEMPLATE, template));
    }

    private void patch(String merge) {
        set().patch(PatchContext.of(PatchType.JSON_MERGE), merge);
    }

    private void recreate() {
        var spec = set().get().getSpec();
        set().withPropagationPolicy(DeletionPropagation.ORPHAN).delete();
        await(name + " is gone and its pods are orphans")
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .until(() -> set().get() == null);
        create(
                spec.getReplicas(),
                spec.getUpdateStrategy().getRollingUpdate().getPartition(),
                RealState.template(spec.getTemplate().getMetadata()));
    }

    private void budget(int maxUnavailable) {
        client.resource(Serialization.unmarshal(
                        """
                        apiVersion: policy/v1
                        kind: PodDisruptionBudget
                        metadata: {name: %1$s, namespace: %2$s}
                        spec:
                          maxUnavailable: %3$d
                          unhealthyPodEvictionPolicy: AlwaysAllow
                          selector: {matchLabels: {app: %1$s}}
                        """.formatted(name, NAMESPACE, maxUnavailable), PodDisruptionBudget.class))
                .serverSideApply();
    }

    private void status(int ordinal, String phase, boolean ready) {
        pod(ordinal)
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        "{\"status\":{\"phase\":\"%s\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"%s\"}]}}"
                                .formatted(phase, ready ? "True" : "False"));
    }

    private int evict(int ordinal, String deleteOptions, String query) {
        try {
            client.raw(
                    "/api/v1/namespaces/%s/pods/%s-%d/eviction%s".formatted(NAMESPACE, name, ordinal, query),
                    "POST",
                    """
                    {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s-%d"}, "deleteOptions": %s}
                    """.formatted(name, ordinal, deleteOptions));
            return FakeEvictions.Answer.EVICTED.code;
        } catch (KubernetesClientException refused) {
            return refused.getCode();
        }
    }

    private RollableScalableResource<StatefulSet> set() {
        return client.apps().statefulSets().inNamespace(NAMESPACE).withName(name);
    }

    private PodResource pod(int ordinal) {
        return client.pods().inNamespace(NAMESPACE).withName(name + "-" + ordinal);
    }

    private static int orZero(Integer number) {
        return number == null ? 0 : number;
    }
}
