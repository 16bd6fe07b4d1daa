package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.operator.plan.Size;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;

/** Names and labels of what a cell consists of. */
final class Names {
    static final String CELL_LABEL = "fleetcell.dev/cell";
    static final String REVISION_LABEL = "controller-revision-hash";
    static final String SIZE_LABEL = "fleetcell.dev/size";
    static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";
    static final String MANAGED_BY = "fleetcell";

    private Names() {}

    static String statefulSet(FleetCell cell, String size) {
        return cell.getMetadata().getName() + "-" + size;
    }

    /** The headless Service by which nodes find each other. */
    static String peers(FleetCell cell) {
        return cell.getMetadata().getName() + "-peers";
    }

    /** The Service of ready nodes, for clients. */
    static String clients(FleetCell cell) {
        return cell.getMetadata().getName();
    }

    /** The PodDisruptionBudget of all nodes. */
    static String disruptionBudget(FleetCell cell) {
        return cell.getMetadata().getName();
    }

    /** The ConfigMap with the node's settings. */
    static String settings(FleetCell cell) {
        return cell.getMetadata().getName() + "-node";
    }

    static Map<String, String> selector(FleetCell cell) {
        return Map.of(CELL_LABEL, cell.getMetadata().getName());
    }

    static Map<String, String> selector(FleetCell cell, Size size) {
        return Map.of(CELL_LABEL, cell.getMetadata().getName(), SIZE_LABEL, size.name());
    }

    /** Not blocking: deleting a cell never waits for its parts. */
    static OwnerReference owner(FleetCell cell) {
        return new OwnerReferenceBuilder()
                .withApiVersion(cell.getApiVersion())
                .withKind(cell.getKind())
                .withName(cell.getMetadata().getName())
                .withUid(cell.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build();
    }

    static boolean owns(FleetCell cell, HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(o -> Boolean.TRUE.equals(o.getController())
                        && o.getUid().equals(cell.getMetadata().getUid()));
    }

    /** Whether {@code object} belongs to a cell of the same name that is gone; the garbage collector will remove it. */
    static boolean isOfFormer(FleetCell cell, HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(o -> o.getKind().equals(cell.getKind())
                        && o.getApiVersion().equals(cell.getApiVersion())
                        && o.getName().equals(cell.getMetadata().getName())
                        && !o.getUid().equals(cell.getMetadata().getUid()));
    }
}
