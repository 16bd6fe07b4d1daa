package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.CellCondition;
import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.operator.plan.Ceiling;
import dev.fleetcell.operator.plan.CellPlan;
import dev.fleetcell.operator.plan.Convergence;
import dev.fleetcell.operator.plan.OverBudget;
import dev.fleetcell.operator.plan.Step;
import dev.fleetcell.operator.plan.Wait;
import dev.fleetcell.operator.plan.WaitReason;
import dev.fleetcell.operator.plan.WaitReason.End;
import java.util.List;
import java.util.Optional;

/** The conditions of one pass; each is set once, in one way. */
final class CellConditions {
    private final Observation seen;
    private final CellPlan plan;
    private final Optional<Wait> stall;
    private final Conditions conditions;
    private final boolean wasWhole;

    CellConditions(FleetCell cell, Observation seen, CellPlan plan, Optional<Wait> stall) {
        this.seen = seen;
        this.plan = plan;
        this.stall = stall;
        this.conditions = new Conditions(cell, seen.now());
        this.wasWhole = !seen.observed().fresh();
    }

    List<CellCondition> all() {
        ready();
        reconciling();
        stalled();
        scaleBlocked();
        limitVerified();
        converged();
        guardOverridden();
        return conditions.all();
    }

    /** While nodes are being replaced the cell is not Ready, however many are: else it would flap with every node. */
    private void ready() {
        var ready = seen.observed().ready().size();
        var wanted = clamped() ? plan.target() : plan.desired();
        var replacing = plan.progress()
                .filter(p -> p.kind().replaces() && !waitsForEdit())
                .map(p -> "%s %d/%d; ".formatted(p.kind(), p.done(), p.total()));
        var message = replacing.orElse("") + "%d of %d nodes are Ready".formatted(ready, wanted);
        var wait = waiting().map(w -> message + ": " + w.message()).orElse(message);
        if (stall.isEmpty()
                && replacing.isEmpty()
                && ready == wanted
                && seen.observed().replicas() == wanted) {
            conditions.set(ConditionType.Ready, true, "AllNodesReady", message);
        } else if (!wasWhole) {
            conditions.set(ConditionType.Ready, false, Conditions.FIRST_FILL, wait);
        } else {
            conditions.set(
                    ConditionType.Ready,
                    false,
                    waiting().map(w -> w.reason().name()).orElse("Changing"),
                    wait);
        }
    }

    private boolean waitsForEdit() {
        return waiting().filter(w -> w.reason().end() != End.ITSELF).isPresent();
    }

    private void reconciling() {
        var atWork = !waitsForEdit() && (stall.isPresent() || !(plan.step() instanceof Step.Rest));
        conditions.set(
                ConditionType.Reconciling,
                atWork,
                atWork ? waiting().map(w -> w.reason().name()).orElse("Changing") : "AtRest",
                atWork
                        ? waiting().map(Wait::message).orElse("%d of %d nodes".formatted(plan.target(), plan.desired()))
                        : "nothing is being changed");
    }

    private void stalled() {
        if (stall.filter(w -> w.reason().end() == End.EDIT).isPresent()) {
            conditions.set(
                    ConditionType.Stalled,
                    true,
                    stall.get().reason().name(),
                    stall.get().message());
        } else if (needsHand().isPresent()) {
            conditions.set(
                    ConditionType.Stalled,
                    true,
                    needsHand().get().reason().name(),
                    needsHand().get().message());
        } else if (plan.blocked().isPresent() && plan.desired() > plan.target() && !clamped()) {
            conditions.set(
                    ConditionType.Stalled,
                    true,
                    plan.blocked().get().reason().name(),
                    plan.blocked().get().message());
        } else {
            conditions.set(ConditionType.Stalled, false, "NotStalled", "no edit is needed");
        }
    }

    /** What holds a change that the spec asks for until somebody acts; a pause or an abort is a wish of its own. */
    private Optional<Wait> needsHand() {
        return waiting()
                .filter(w -> w.reason() == WaitReason.NodesLost || w.reason() == WaitReason.TwoDisruptionBudgets);
    }

    private void scaleBlocked() {
        plan.blocked()
                .ifPresentOrElse(
                        wait -> conditions.set(
                                ConditionType.ScaleBlocked, true, wait.reason().name(), wait.message()),
                        () -> conditions.set(
                                ConditionType.ScaleBlocked,
                                false,
                                "Fits",
                                Ceiling.of(seen.policy(), seen.facts()).message()));
    }

    private void limitVerified() {
        conditions.unknown(
                ConditionType.LimitVerified,
                "KubeletReadOff",
                "this version does not read limits from kubelets: the declared limit counts, and the guard is as true as it");
    }

    private void converged() {
        var convergence = Convergence.of(seen.observed(), seen.now());
        if (convergence.missing().isPresent()) {
            conditions.set(
                    ConditionType.Converged,
                    false,
                    "PeersNotConverged",
                    convergence.missing().get());
        } else if (convergence.allReport()) {
            conditions.set(
                    ConditionType.Converged, true, "AllConnected", "every Ready node is connected to every Ready node");
        } else {
            conditions.unknown(ConditionType.Converged, "NoReport", "not every Ready node reports its peers");
        }
    }

    private void guardOverridden() {
        var overridden = seen.policy().overBudget() == OverBudget.OVERRIDE;
        conditions.set(
                ConditionType.GuardOverridden,
                overridden,
                overridden ? "Override" : "NotOverridden",
                overridden
                        ? "spec.overBudget is Override: observed limits and excess are ignored, the declared budget is not"
                        : "the guard holds");
    }

    private Optional<Wait> waiting() {
        return plan.step() instanceof Step.Hold hold && stall.isEmpty() ? Optional.of(hold.on()) : stall;
    }

    private boolean clamped() {
        return seen.policy().overBudget() == OverBudget.CLAMP;
    }
}
