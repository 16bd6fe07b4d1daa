package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.operator.plan.Size;
import dev.fleetcell.operator.plan.WaitReason;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.HashMap;
import java.util.List;

/** The StatefulSet of one size: the user's template, and what the operator adds to it. */
final class NodeWorkload {
    private NodeWorkload() {}

    static StatefulSet statefulSet(FleetCell cell, Size size, int replicas) {
        var selector = Names.selector(cell, size);
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName(Names.statefulSet(cell, size.name()))
                .withNamespace(cell.getMetadata().getNamespace())
                .withLabels(selector)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withServiceName(Names.peers(cell))
                .withPodManagementPolicy("Parallel")
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withPartition(0)
                .endRollingUpdate()
                .endUpdateStrategy()
                .withNewSelector()
                .withMatchLabels(selector)
                .endSelector()
                .withTemplate(template(cell, size))
                .endSpec()
                .build();
    }

    /** The container that is the node: the one named {@code node}, else the first. */
    static Container nodeContainer(PodTemplateSpec template) {
        var containers = template.getSpec().getContainers();
        return containers.stream()
                .filter(c -> "node".equals(c.getName()))
                .findFirst()
                .orElse(containers.getFirst());
    }

    private static PodTemplateSpec template(FleetCell cell, Size size) {
        var template = new PodTemplateSpecBuilder(cell.getSpec().template).build();
        if (template.getMetadata() == null) {
            template.setMetadata(new ObjectMeta());
        }
        var labels = new HashMap<>(template.getMetadata().getLabels());
        labels.putAll(Names.selector(cell, size));
        template.getMetadata().setLabels(labels);
        var pod = template.getSpec();
        var node = nodeContainer(template);
        addSettings(cell, size, node);
        pod.getVolumes()
                .add(new VolumeBuilder()
                        .withName(NodeSettings.VOLUME)
                        .withNewConfigMap()
                        .withName(Names.settings(cell))
                        .withOptional(true)
                        .endConfigMap()
                        .build());
        setResources(cell, size, node);
        if (pod.getAutomountServiceAccountToken() == null) {
            pod.setAutomountServiceAccountToken(false);
        }
        if (pod.getTopologySpreadConstraints().isEmpty()) {
            pod.setTopologySpreadConstraints(List.of(new TopologySpreadConstraintBuilder()
                    .withMaxSkew(1)
                    .withTopologyKey("kubernetes.io/hostname")
                    .withWhenUnsatisfiable("ScheduleAnyway")
                    .withNewLabelSelector()
                    .withMatchLabels(Names.selector(cell))
                    .endLabelSelector()
                    .build()));
        }
        return template;
    }

    private static void addSettings(FleetCell cell, Size size, Container node) {
        var ours = NodeSettings.environment(cell, size.name(), size.units());
        var names = ours.stream().map(EnvVar::getName).toList();
        node.getEnv().stream()
                .map(EnvVar::getName)
                .filter(names::contains)
                .findFirst()
                .ifPresent(name -> {
                    throw new StalledException(
                            WaitReason.TemplateInvalid,
                            "spec.template sets %s, which the operator sets: remove it from the template"
                                    .formatted(name));
                });
        node.getEnv().addAll(ours);
        node.getVolumeMounts()
                .add(new VolumeMountBuilder()
                        .withName(NodeSettings.VOLUME)
                        .withMountPath(NodeSettings.MOUNT_PATH)
                        .withReadOnly(true)
                        .build());
    }

    private static void setResources(FleetCell cell, Size size, Container node) {
        cell.getSpec().sizes.stream()
                .filter(s -> s.name.equals(size.name()) && s.resources != null)
                .findFirst()
                .ifPresent(s -> {
                    var resources = node.getResources() == null ? new ResourceRequirements() : node.getResources();
                    if (s.resources.requests != null) {
                        resources.setRequests(s.resources.requests);
                    }
                    if (s.resources.limits != null) {
                        resources.setLimits(s.resources.limits);
                    }
                    node.setResources(resources);
                });
    }
}
