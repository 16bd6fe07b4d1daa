package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.operator.plan.CellPlan;
import dev.fleetcell.operator.plan.Guard;
import dev.fleetcell.operator.plan.Size;
import dev.fleetcell.operator.plan.Step;
import dev.fleetcell.operator.plan.Wait;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
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

    Workload(Applier applier, KubernetesClient client) {
        this.applier = applier;
        this.client = client;
    }

    /** What came of a plan: whether its step was taken, and why the pass could not do all of it, if so. */
    record Done(boolean stepTaken, Optional<Wait> stall) {}

    /** Carries the plan out as far as it can be; what was applied before a stall stays. */
    Done act(FleetCell cell, Observation seen, CellPlan plan, Context<FleetCell> context) {
        var stepTaken = false;
        try {
            applyNodes(cell, seen, plan, context);
            stepTaken = true;
            applyDisruptionBudget(cell, seen, plan, context);
            return new Done(stepTaken, Optional.empty());
        } catch (StalledException e) {
            return new Done(stepTaken, Optional.of(e.asWait()));
        }
    }

    private void applyNodes(FleetCell cell, Observation seen, CellPlan plan, Context<FleetCell> context) {
        var guard = new Guard(seen.policy(), seen.facts());
        applier.apply(
                cell, NodeSettings.configMap(cell, guard), cached(context, ConfigMap.class, Names.settings(cell)));
        applier.apply(cell, CellServices.peers(cell), cached(context, Service.class, Names.peers(cell)));
        CellServices.clients(cell)
                .ifPresent(s -> applier.apply(cell, s, cached(context, Service.class, Names.clients(cell))));
        plan.size().ifPresent(size -> applyStatefulSet(cell, seen, plan, size, context));
        dropEmptyOnes(cell, seen, plan);
    }

    /** Whether the cache does not show the cell's own last step yet. */
    boolean cacheIsBehind(FleetCell cell, Context<FleetCell> context) {
        return cell.getSpec().sizes.stream()
                .map(s -> Names.statefulSet(cell, s.name))
                .anyMatch(name -> applier.cacheIsBehind(
                        "StatefulSet",
                        cell.getMetadata().getNamespace(),
                        name,
                        cached(context, StatefulSet.class, name)));
    }

    /** By the number of nodes after this pass, not by the target: a cell that grows has fewer to spare. */
    private void applyDisruptionBudget(FleetCell cell, Observation seen, CellPlan plan, Context<FleetCell> context) {
        var nodes = plan.step() instanceof Step.Scale scale
                ? scale.replicas()
                : seen.observed().replicas();
        applier.apply(
                cell,
                DisruptionBudget.of(cell, seen.policy().rollout(), nodes),
                cached(context, PodDisruptionBudget.class, Names.disruptionBudget(cell)));
    }

    private void applyStatefulSet(
            FleetCell cell, Observation seen, CellPlan plan, Size size, Context<FleetCell> context) {
        if (seen.policy().paused()) {
            return; // nor is a changed template rolled out
        }
        var existing = cached(context, StatefulSet.class, Names.statefulSet(cell, size.name()));
        var replicas = plan.step() instanceof Step.Scale scale
                ? scale.replicas()
                : existing.map(s -> s.getSpec().getReplicas())
                        .orElse(seen.observed().replicas());
        if (existing.isPresent() || replicas > 0) {
            applier.apply(cell, NodeWorkload.statefulSet(cell, size, replicas), existing);
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
