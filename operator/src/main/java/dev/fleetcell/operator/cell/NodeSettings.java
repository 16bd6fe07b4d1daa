package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.operator.plan.Guard;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the operator tells a node: the same keys as environment and as files of a mounted volume.
 *
 * <p>Values that may change stand in a ConfigMap that the pod template only refers to, so that an edit of threads or
 * bootstrap restarts nothing. Keys are only ever added, and references are optional, for the same reason.
 */
final class NodeSettings {
    static final String VOLUME = "fleetcell-settings";
    static final String MOUNT_PATH = "/etc/fleetcell";

    private static final List<String> FROM_CONFIG_MAP = List.of(
            "FLEETCELL_CELL",
            "FLEETCELL_THREAD_LIMIT",
            "FLEETCELL_THREAD_BUDGET",
            "FLEETCELL_BOOTSTRAP_SOURCE",
            "FLEETCELL_MEMBERS");

    private NodeSettings() {}

    static ConfigMap configMap(FleetCell cell, Guard guard) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(Names.settings(cell))
                .withNamespace(cell.getMetadata().getNamespace())
                .endMetadata()
                .withData(Map.of(
                        "FLEETCELL_CELL", cell.getMetadata().getName(),
                        "FLEETCELL_THREAD_LIMIT", String.valueOf(guard.limit()),
                        "FLEETCELL_THREAD_BUDGET", String.valueOf(guard.budget()),
                        "FLEETCELL_BOOTSTRAP_SOURCE",
                                cell.getSpec().bootstrap.source.name(),
                        "FLEETCELL_MEMBERS",
                                Names.peers(cell) + "." + cell.getMetadata().getNamespace() + ".svc"))
                .build();
    }

    /** The environment of the node's container; {@code units} and size never change for a StatefulSet. */
    static List<EnvVar> environment(FleetCell cell, String size, int units) {
        var env = new ArrayList<EnvVar>();
        for (var key : FROM_CONFIG_MAP) {
            env.add(new EnvVarBuilder()
                    .withName(key)
                    .withNewValueFrom()
                    .withNewConfigMapKeyRef(key, Names.settings(cell), true)
                    .endValueFrom()
                    .build());
        }
        env.add(field("FLEETCELL_NODE", "metadata.name"));
        env.add(field("FLEETCELL_ADDRESS", "status.podIP"));
        env.add(new EnvVar("FLEETCELL_SIZE", size, null));
        env.add(new EnvVar("FLEETCELL_UNITS", String.valueOf(units), null));
        env.add(new EnvVar("FLEETCELL_SETTINGS", MOUNT_PATH, null));
        return env;
    }

    private static EnvVar field(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef("v1", path)
                .endValueFrom()
                .build();
    }
}
