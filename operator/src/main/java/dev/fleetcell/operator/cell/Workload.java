package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.operator.plan.Bucket;
import dev.fleetcell.operator.plan.CellPlan;
import dev.fleetcell.operator.plan.ChangeKind;
import dev.fleetcell.operator.plan.Guard;
import dev.fleetcell.operator.plan.Observed;
import dev.fleetcell.operator.plan.Shape;
import dev.fleetcell.operator.plan.Size;
import dev.fleetcell.operator.plan.Step;
import dev.fleetcell.operator.plan.Wait;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Act: the only class that writes what a cell consists of. The ConfigMap comes before the StatefulSet whose pods refer
 * to it. The PodDisruptionBudget comes last: no node needs it to run, so one that cannot be had holds nothing else up.
 */
@ApplicationScoped
class Workload {
    private final Applier applier;
    private final KubernetesClient client;
    private final StatusWriter writer;
    private final Starts starts;

    Workload(Applier applier, KubernetesClient client, StatusWriter writer, Starts starts) {
        this.applier = applier;
        this.client = client;
        this.writer = writer;
        this.starts = starts;
    }

    /**
     * What came of a plan.
     *
     * @param plan the plan, with the wait that the step met, if it met one
     * @param stepTaken whether its step was taken
     * @param stall why the pass could not do all of it, if so
     * @param cell the cell as it is after what was written
     * @param bucket what is left of its cold starts
     */
    record Done(CellPlan plan, boolean stepTaken, Optional<Wait> stall, FleetCell cell, Bucket bucket) {}

    /** Carries the plan out as far as it can be; what was applied before a stall stays. */
    Done act(FleetCell cell, Observation seen, CellPlan plan, Context<FleetCell> context) {
        var ledger = new Ledger(cell, seen, plan, writer, starts);
        var done = plan;
        var stepTaken = false;
        try {
            applySettings(cell, seen, context);
            var held = takeStep(cell, seen, plan, ledger, context);
            done = held.map(plan::heldBy).orElse(plan);
            stepTaken = true;
            applyDisruptionBudget(cell, plan, context);
            return new Done(done, stepTaken, Optional.empty(), ledger.cell(), ledger.bucket());
        } catch (StalledException e) {
            return new Done(done, stepTaken, Optional.of(e.asWait()), ledger.cell(), ledger.bucket());
        }
    }

    private void applySettings(FleetCell cell, Observation seen, Context<FleetCell> context) {
        var guard = new Guard(seen.policy(), seen.facts());
        applier.apply(
                cell, NodeSettings.configMap(cell, guard), cached(context, ConfigMap.class, Names.settings(cell)));
        applier.apply(cell, CellServices.peers(cell), cached(context, Service.class, Names.peers(cell)));
        CellServices.clients(cell)
                .ifPresent(s -> applier.apply(cell, s, cached(context, Service.class, Names.clients(cell))));
    }

    /** Takes the plan's step; what it met on the way, if it could not be done as planned. */
    private Optional<Wait> takeStep(
            FleetCell cell, Observation seen, CellPlan plan, Ledger ledger, Context<FleetCell> context) {
        if (plan.size().isEmpty() || plan.shape().isEmpty()) {
            return Optional.empty();
        }
        var size = plan.size().get();
        var shape = plan.shape().get();
        if (plan.step() instanceof Step.Replace replace) {
            return new Replacement(
                            new EvictionApi(
                                    client,
                                    cell.getMetadata().getNamespace(),
                                    Names.selector(cell),
                                    cached(context, PodDisruptionBudget.class, Names.disruptionBudget(cell)),
                                    node -> stays(node, context)),
                            ledger,
                            ordinal -> applyStatefulSet(
                                    cell, size, shape.withFrontier(Math.min(shape.frontier(), ordinal)), context))
                    .run(replace.nodes());
        }
        if (plan.step() instanceof Step.Scale scale && scale.kind() == ChangeKind.Growth) {
            requireAccepted(cell, size, shape, context);
            ledger.pay(scale.replicas() - seen.observed().replicas());
        }
        applyStatefulSet(cell, size, shape, context);
        dropEmptyOnes(cell, seen, plan);
        return Optional.empty();
    }

    /** Whether the cache does not show the cell's own last step yet. */
    boolean cacheIsBehind(FleetCell cell, Context<FleetCell> context) {
        return writer.cacheIsBehind(cell)
                || cell.getSpec().sizes.stream()
                        .map(s -> Names.statefulSet(cell, s.name))
                        .anyMatch(name -> applier.cacheIsBehind(
                                "StatefulSet",
                                cell.getMetadata().getNamespace(),
                                name,
                                cached(context, StatefulSet.class, name)));
    }

    private void applyDisruptionBudget(FleetCell cell, CellPlan plan, Context<FleetCell> context) {
        applier.apply(
                cell,
                DisruptionBudget.of(cell, plan.away()),
                cached(context, PodDisruptionBudget.class, Names.disruptionBudget(cell)));
    }

    private static boolean stays(Observed.Node node, Context<FleetCell> context) {
        return context.getSecondaryResourcesAsStream(Pod.class)
                .anyMatch(p -> p.getMetadata().getUid().equals(node.uid())
                        && p.getMetadata().getDeletionTimestamp() == null);
    }

    /** Nothing is paid for nodes that the API server does not take: asked once, before the first nodes. */
    private void requireAccepted(FleetCell cell, Size size, Shape shape, Context<FleetCell> context) {
        var existing = cached(context, StatefulSet.class, Names.statefulSet(cell, size.name()));
        if (existing.isEmpty()) {
            applier.check(cell, NodeWorkload.statefulSet(cell, size, shape, existing));
        }
    }

    private void applyStatefulSet(FleetCell cell, Size size, Shape shape, Context<FleetCell> context) {
        var existing = cached(context, StatefulSet.class, Names.statefulSet(cell, size.name()));
        if (existing.isPresent() || shape.replicas() > 0) {
            applier.apply(cell, NodeWorkload.statefulSet(cell, size, shape, existing), existing);
        }
    }

    /** A cell without nodes may choose another size: the StatefulSet of the former one goes, once it is empty. */
    private void dropEmptyOnes(FleetCell cell, Observation seen, CellPlan plan) {
        var keep = plan.size().map(size -> Names.statefulSet(cell, size.name())).orElse("");
        seen.workloads().stream()
                .filter(s -> !s.getMetadata().getName().equals(keep))
                .filter(s -> s.getSpec().getReplicas() == 0 && seen.facts().currentNodes() == 0)
                .forEach(s -> client.resource(s).delete());
    }

    private static <T extends HasMetadata> Optional<T> cached(Context<FleetCell> context, Class<T> type, String name) {
        return context.getSecondaryResourcesAsStream(type)
                .filter(o -> o.getMetadata().getName().equals(name))
                .findFirst();
    }
}
