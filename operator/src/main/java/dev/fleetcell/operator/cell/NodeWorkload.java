package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.operator.plan.Content;
import dev.fleetcell.operator.plan.Shape;
import dev.fleetcell.operator.plan.Size;
import dev.fleetcell.operator.plan.WaitReason;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The StatefulSet of one size: the user's template, and what the operator adds to it. */
final class NodeWorkload {
    private NodeWorkload() {}

    /**
     * The StatefulSet as {@code shape} wants it.
     *
     * @param existing what is there: a template that another release rendered for the same spec is kept
     */
    static StatefulSet statefulSet(FleetCell cell, Size size, Shape shape, Optional<StatefulSet> existing) {
        var selector = Names.selector(cell, size);
        var keeps = Contract.keeps(cell, size, shape.applied(), existing);
        var first = new Content(
                Contract.digest(cell.getSpec(), Optional.of(size.name())),
                shape.applied().stamp());
        var applied = existing.isPresent() ? shape.applied() : first;
        var settled = existing.isPresent() ? shape.settled() : first;
        var version = keeps ? Contract.version(existing.orElseThrow()) : Contract.VERSION;
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName(Names.statefulSet(cell, size.name()))
                .withNamespace(cell.getMetadata().getNamespace())
                .withLabels(selector)
                .withAnnotations(Contract.annotations(applied, settled, version))
                .endMetadata()
                .withNewSpec()
                .withReplicas(shape.replicas())
                .withServiceName(Names.peers(cell))
                .withPodManagementPolicy("Parallel")
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withPartition(shape.frontier())
                .endRollingUpdate()
                .endUpdateStrategy()
                .withNewSelector()
                .withMatchLabels(selector)
                .endSelector()
                .withTemplate(
                        keeps
                                ? existing.orElseThrow().getSpec().getTemplate()
                                : template(cell, size, shape.applied().stamp()))
                .endSpec()
                .build();
    }

    private static PodTemplateSpec template(FleetCell cell, Size size, String stamp) {
        var template = Template.read(cell.getSpec().template);
        var labels = new HashMap<>(template.getMetadata().getLabels());
        labels.putAll(Names.selector(cell, size));
        template.getMetadata().setLabels(labels);
        if (!stamp.isEmpty()) {
            var annotations = new HashMap<>(template.getMetadata().getAnnotations());
            annotations.put(Contract.RESTART, stamp);
            template.getMetadata().setAnnotations(annotations);
        }
        var pod = template.getSpec();
        var node = Template.nodeContainer(template);
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
                        resources.setRequests(quantities(s.name, s.resources.requests));
                    }
                    if (s.resources.limits != null) {
                        resources.setLimits(quantities(s.name, s.resources.limits));
                    }
                    node.setResources(resources);
                });
    }

    private static Map<String, Quantity> quantities(String size, Map<String, IntOrString> raw) {
        var quantities = new HashMap<String, Quantity>();
        raw.forEach((name, value) -> {
            try {
                quantities.put(name, Quantity.parse(String.valueOf(value.getValue())));
            } catch (IllegalArgumentException e) {
                throw new StalledException(
                        WaitReason.TemplateInvalid,
                        "spec.sizes: %s of size %s is no quantity: %s".formatted(name, size, value.getValue()));
            }
        });
        return quantities;
    }
}
