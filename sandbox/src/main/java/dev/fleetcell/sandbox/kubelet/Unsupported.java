package dev.fleetcell.sandbox.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what a pod asks for and the stand-in cannot give, so that it is said and not ignored. */
final class Unsupported {
    private static final String TOKEN_VOLUME = "kube-api-access-";

    private final PodFacts facts;
    private final List<String> found = new ArrayList<>();

    private Unsupported(PodFacts facts) {
        this.facts = facts;
    }

    /** A sentence that names all of it; empty when the pod can run. */
    static Optional<String> in(PodFacts facts) {
        Unsupported unsupported = new Unsupported(facts);
        unsupported.check(facts.pod());
        return unsupported.found.isEmpty()
                ? Optional.empty()
                : Optional.of("the sandbox's stand-in for a kubelet does not support: "
                        + String.join(", ", unsupported.found));
    }

    /** The volume that admission adds to nearly every pod for its service account's token; left out, not refused. */
    static boolean isServiceAccountToken(Volume volume) {
        return volume.getProjected() != null && volume.getName().startsWith(TOKEN_VOLUME);
    }

    private void check(Pod pod) {
        PodSpec spec = pod.getSpec();
        flag(!spec.getInitContainers().isEmpty(), "initContainers");
        flag(!spec.getEphemeralContainers().isEmpty(), "ephemeralContainers");
        flag(Boolean.TRUE.equals(spec.getHostNetwork()), "hostNetwork");
        flag(!spec.getHostAliases().isEmpty(), "hostAliases");
        flag(!spec.getReadinessGates().isEmpty(), "readinessGates");
        for (Volume volume : spec.getVolumes()) {
            flag(!isSupported(volume), "the type or items of volume " + volume.getName());
        }
        spec.getContainers().forEach(this::check);
    }

    private void check(Container container) {
        String where = " of container " + container.getName();
        flag(container.getLifecycle() != null, "lifecycle" + where);
        flag(container.getWorkingDir() != null, "workingDir" + where);
        flag(!container.getVolumeDevices().isEmpty(), "volumeDevices" + where);
        for (VolumeMount mount : container.getVolumeMounts()) {
            flag(mount.getSubPath() != null || mount.getSubPathExpr() != null, "subPath" + where);
        }
        for (EnvVar variable : container.getEnv()) {
            flag(!isSupported(variable.getValueFrom()), "the source of variable " + variable.getName() + where);
        }
        Stream.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())
                .forEach(probe -> flag(!isSupported(probe), "a probe other than HTTP or TCP" + where));
    }

    private void flag(boolean present, String what) {
        if (present && !found.contains(what)) {
            found.add(what);
        }
    }

    private boolean isSupported(@Nullable EnvVarSource source) {
        if (source == null || source.getConfigMapKeyRef() != null || source.getSecretKeyRef() != null) {
            return true;
        }
        return source.getFieldRef() != null
                && facts.field(source.getFieldRef().getFieldPath()).isPresent();
    }

    private static boolean isSupported(Volume volume) {
        boolean plainConfigMap = volume.getConfigMap() != null
                && volume.getConfigMap().getItems().isEmpty();
        return plainConfigMap || volume.getEmptyDir() != null || isServiceAccountToken(volume);
    }

    private static boolean isSupported(@Nullable Probe probe) {
        if (probe == null || probe.getTcpSocket() != null) {
            return true;
        }
        return probe.getHttpGet() != null && !"HTTPS".equals(probe.getHttpGet().getScheme());
    }
}
