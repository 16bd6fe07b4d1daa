package dev.fleetcell.operator.cell;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.api.v1alpha1.FleetCellSpec;
import dev.fleetcell.api.v1alpha1.FleetCellSpec.BootstrapSource;
import dev.fleetcell.api.v1alpha1.FleetCellSpec.OverBudget;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One edit for every field of a spec, and whether it restarts nodes. */
final class Edits {
    /**
     * One edit.
     *
     * @param field of the spec
     * @param restarts whether nodes are replaced for it
     * @param effect what it does instead, or how
     */
    record Edit(String field, boolean restarts, String effect, Consumer<FleetCellSpec> edit) {
        @Override
        public String toString() {
            return field;
        }
    }

    static final List<Edit> ALL = List.of(
            no("capacity", "nodes are added or removed, the others stay", s -> s.capacity = 3),
            no("nodes.min", "nodes are added or removed, the others stay", s -> s.nodes.min = 2),
            no("nodes.max", "the ceiling moves", s -> s.nodes.max = 50),
            no("sizes[].name", "a size more to choose from when the cell is empty", Edits::addSize),
            no("sizes[].units", "units of a size never change; the API server refuses it", Edits::addSize),
            yes("sizes[].resources", "for the size in use; other sizes restart nothing", Edits::resources),
            no("threads.limit", "the guard uses it at once; nodes read it from a file", s -> s.threads.limit = 200),
            no(
                    "threads.reservePercent",
                    "the guard uses it at once; nodes read the budget from a file",
                    s -> s.threads.reservePercent = 30),
            no("threads.requireVerified", "growth may be held", s -> s.threads.requireVerified = true),
            no("threads.peerChurn", "the guard uses it at once", s -> s.threads.peerChurn = 3),
            no("threads.groups[].name", "the guard uses it at once", s -> s.threads.groups.getFirst().name = "other"),
            no("threads.groups[].fixed", "the guard uses it at once", s -> s.threads.groups.getFirst().fixed = 49),
            no("threads.groups[].perUnit", "the guard uses it at once", s -> s.threads.groups.getFirst().perUnit = 1),
            no("threads.groups[].perPeer", "the guard uses it at once", s -> s.threads.groups.getFirst().perPeer = 2),
            no("overBudget", "the guard uses it at once", s -> s.overBudget = OverBudget.Clamp),
            no("rollout.maxWavePercent", "later changes go by it", s -> s.rollout.maxWavePercent = 20),
            no("rollout.maxWarming", "later changes go by it", s -> s.rollout.maxWarming = 2),
            no("rollout.nodesPerHour", "later changes go by it", s -> s.rollout.nodesPerHour = 60),
            no(
                    "bootstrap.source",
                    "nodes that start later read it from a file",
                    s -> s.bootstrap.source = BootstrapSource.Peers),
            no("alarms.warningPercent", "nothing yet", s -> s.alarms.warningPercent = 80),
            no("alarms.criticalPercent", "nothing yet", s -> s.alarms.criticalPercent = 99),
            no("alarms.forecastMinutes", "nothing yet", s -> s.alarms.forecastMinutes = 30),
            no("alarms.driftPercent", "nothing yet", s -> s.alarms.driftPercent = 10),
            no("paused", "changes stop where they are, or go on", s -> s.paused = true),
            yes(
                    "template",
                    "every field of it, in paced waves",
                    s -> ((ObjectNode) s.template.at("/spec/containers/0")).put("image", "another")));

    private Edits() {}

    /** A cell with every field set. */
    static FleetCell cell() {
        return Serialization.unmarshal("""
                apiVersion: fleetcell.dev/v1alpha1
                kind: FleetCell
                metadata: {name: use1-a, namespace: default, uid: u}
                spec:
                  capacity: 2
                  nodes: {min: 0, max: 100}
                  sizes: [{name: m, units: 1, resources: {requests: {cpu: 1}}}]
                  threads:
                    limit: 128
                    reservePercent: 20
                    requireVerified: false
                    peerChurn: 0
                    groups: [{name: jvm, fixed: 48, perUnit: 0, perPeer: 1}]
                  overBudget: Reject
                  rollout: {maxWavePercent: 50, maxWarming: 5, nodesPerHour: 600}
                  bootstrap: {source: MetadataStore}
                  alarms: {warningPercent: 88, criticalPercent: 95, forecastMinutes: 60, driftPercent: 20}
                  paused: false
                  template: {spec: {containers: [{name: node, image: one}]}}
                """, FleetCell.class);
    }

    private static void addSize(FleetCellSpec spec) {
        var size = new FleetCellSpec.NodeSize();
        size.name = "xl";
        size.units = 4;
        size.resources = new FleetCellSpec.Resources();
        size.resources.requests = Map.of("cpu", new IntOrString(4));
        spec.sizes = new ArrayList<>(spec.sizes);
        spec.sizes.add(size);
    }

    private static void resources(FleetCellSpec spec) {
        spec.sizes.getFirst().resources.requests = Map.of("cpu", new IntOrString(2));
    }

    private static Edit no(String field, String effect, Consumer<FleetCellSpec> edit) {
        return new Edit(field, false, effect, edit);
    }

    private static Edit yes(String field, String effect, Consumer<FleetCellSpec> edit) {
        return new Edit(field, true, effect, edit);
    }
}
