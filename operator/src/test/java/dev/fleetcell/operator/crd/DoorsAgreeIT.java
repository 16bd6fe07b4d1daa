package dev.fleetcell.operator.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.api.v1alpha1.FleetCellSpec;
import dev.fleetcell.operator.plan.Admission;
import dev.fleetcell.operator.plan.Facts;
import dev.fleetcell.operator.plan.Generated;
import dev.fleetcell.operator.plan.Policy;
import dev.fleetcell.sandbox.Sandbox;
import dev.fleetcell.sandbox.cluster.Tier;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Door 1 and the planner are written independently: the same new cells go to both, and the API server is the oracle. */
class DoorsAgreeIT {
    private static final int CASES = 500;

    @Test
    void newCellsAreAdmittedByTheServerExactlyWhenThePlannerAdmitsThem() throws IOException {
        try (var sandbox = Sandbox.builder().tier(Tier.API_SERVER).start()) {
            sandbox.kubectl("apply", "-f", Path.of("../crds").toRealPath() + "/");
            sandbox.kubectl("wait", "--for=condition=Established", "crd/fleetcells.fleetcell.dev", "--timeout=20s");
            var disagreements = new ArrayList<String>();
            var admitted = 0;
            for (var policy : Generated.policies().sampleStream().limit(CASES).toList()) {
                var cell = cell(policy);
                var server = serverAdmits(sandbox, cell);
                var planner = Admission.admits(Optional.empty(), policy, Facts.NONE);
                if (server != planner) {
                    disagreements.add("server " + server + ", planner " + planner + ": " + Serialization.asJson(cell));
                }
                admitted += server ? 1 : 0;
            }
            assertEquals(List.of(), disagreements);
            assertTrue(admitted > CASES / 10 && admitted < CASES * 9 / 10, "both answers are reached: " + admitted);
        }
    }

    private static boolean serverAdmits(Sandbox sandbox, FleetCell cell) {
        try {
            sandbox.admin().resource(cell).dryRun().create();
            return true;
        } catch (KubernetesClientException e) {
            var cause = e.getStatus().getDetails().getCauses().getFirst();
            assertEquals("FieldValueForbidden", cause.getReason(), "refused by another rule: " + e.getMessage());
            return false;
        }
    }

    private static FleetCell cell(Policy policy) {
        var spec = new FleetCellSpec();
        spec.capacity = policy.capacity();
        spec.nodes = new FleetCellSpec.Nodes();
        spec.nodes.min = policy.minNodes();
        spec.nodes.max = policy.maxNodes();
        spec.sizes = policy.sizes().stream()
                .map(s -> {
                    var size = new FleetCellSpec.NodeSize();
                    size.name = s.name();
                    size.units = s.units();
                    return size;
                })
                .toList();
        spec.threads = new FleetCellSpec.Threads();
        spec.threads.limit = policy.limit();
        spec.threads.reservePercent = policy.reservePercent();
        spec.threads.peerChurn = policy.peerChurn();
        spec.threads.groups = policy.model().groups().stream()
                .map(g -> {
                    var group = new FleetCellSpec.Group();
                    group.name = g.name();
                    group.fixed = g.fixed();
                    group.perUnit = g.perUnit();
                    group.perPeer = g.perPeer();
                    return group;
                })
                .toList();
        spec.overBudget = switch (policy.overBudget()) {
            case REJECT -> FleetCellSpec.OverBudget.Reject;
            case CLAMP -> FleetCellSpec.OverBudget.Clamp;
            case OVERRIDE -> FleetCellSpec.OverBudget.Override;
        };
        spec.template = Serialization.unmarshal("spec: {containers: [{name: node, image: any}]}", JsonNode.class);
        var cell = new FleetCell();
        cell.getMetadata().setName("generated");
        cell.getMetadata().setNamespace("default");
        cell.setSpec(spec);
        return cell;
    }
}
