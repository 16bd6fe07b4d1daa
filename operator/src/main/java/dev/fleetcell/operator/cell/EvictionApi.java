package dev.fleetcell.operator.cell;

import dev.fleetcell.operator.plan.Observed.Node;
import dev.fleetcell.operator.plan.Wait;
import dev.fleetcell.operator.plan.WaitReason;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.policy.v1.Eviction;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The eviction API of Kubernetes for the nodes of one cell: the only way in which the operator ends a pod. Every
 * PodDisruptionBudget is asked; a pod that is another than the one that was looked at is left alone; grace periods are the
 * template's, never shortened.
 */
final class EvictionApi implements Replacement.Evictions {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final String DRY_RUN = "All";

    /** No repetition: 429 is an answer here, and 500 may be one. */
    private static final RequestConfig ONCE =
            new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build();

    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, String> labels;
    private final Optional<PodDisruptionBudget> budget;
    private final Predicate<Node> stays;

    /**
     * Evictions in {@code namespace}.
     *
     * @param labels that every node of the cell has, to find budgets that select them
     * @param budget the cell's own, as far as it is known
     * @param stays whether the node's pod is still there and not going, as far as the cache knows
     */
    EvictionApi(
            KubernetesClient client,
            String namespace,
            Map<String, String> labels,
            Optional<PodDisruptionBudget> budget,
            Predicate<Node> stays) {
        this.budget = budget;
        this.stays = stays;
        this.client = client;
        this.namespace = namespace;
        this.labels = labels;
    }

    @Override
    public boolean stays(Node node) {
        return stays.test(node);
    }

    @Override
    public Optional<Wait> ask(Node node) {
        return send(node, true);
    }

    @Override
    public int atOnce() {
        return budget.map(PodDisruptionBudget::getStatus)
                .map(PodDisruptionBudgetStatus::getDisruptionsAllowed)
                .map(allowed -> Math.max(1, allowed))
                .orElse(1);
    }

    @Override
    public Optional<Wait> evict(Node node) {
        return send(node, false);
    }

    private Optional<Wait> send(Node node, boolean dryRun) {
        try {
            var path = "/api/v1/namespaces/%s/pods/%s/eviction".formatted(namespace, node.name());
            var body = eviction(node, dryRun);
            var _ = client.adapt(NamespacedKubernetesClient.class)
                    .withRequestConfig(ONCE)
                    .call(c -> c.raw(path, "POST", body));
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case NOT_FOUND, CONFLICT -> dryRun ? Optional.of(Replacement.went(node)) : Optional.empty();
                case TOO_MANY ->
                    Optional.of(new Wait(
                            WaitReason.DisruptionBudget, "%s may not go now: %s".formatted(node.name(), text(e))));
                case SERVER_ERROR -> Optional.of(severalBudgets(node, e));
                default -> throw e;
            };
        }
    }

    private Eviction eviction(Node node, boolean dryRun) {
        var options = new DeleteOptionsBuilder()
                .withNewPreconditions()
                .withUid(node.uid())
                .endPreconditions();
        return new EvictionBuilder()
                .withNewMetadata()
                .withName(node.name())
                .withNamespace(namespace)
                .endMetadata()
                .withDeleteOptions((dryRun ? options.withDryRun(DRY_RUN) : options).build())
                .build();
    }

    /** The API server answers 500 where two budgets select a pod; any other 500 is a failure of the pass. */
    private Wait severalBudgets(Node node, KubernetesClientException failure) {
        var names = client.policy().v1().podDisruptionBudget().inNamespace(namespace).list().getItems().stream()
                .filter(this::selects)
                .map(b -> b.getMetadata().getName())
                .sorted()
                .toList();
        if (names.size() < 2) {
            throw failure;
        }
        return new Wait(
                WaitReason.TwoDisruptionBudgets,
                "%s cannot be evicted, by nobody: the PodDisruptionBudgets %s all select it. Keep one of them"
                        .formatted(node.name(), String.join(", ", names)));
    }

    private boolean selects(PodDisruptionBudget budget) {
        var selector = Objects.requireNonNullElseGet(budget.getSpec().getSelector(), LabelSelector::new);
        return Selectors.match(selector, labels);
    }

    private static String text(KubernetesClientException e) {
        if (e.getStatus() == null) {
            return String.valueOf(e.getMessage());
        }
        var details = e.getStatus().getDetails();
        var cause = details == null || details.getCauses() == null
                ? Optional.<String>empty()
                : details.getCauses().stream()
                        .map(c -> c.getMessage())
                        .filter(Objects::nonNull)
                        .findFirst();
        return cause.orElseGet(() -> String.valueOf(e.getStatus().getMessage()));
    }
}
