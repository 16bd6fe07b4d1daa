package dev.fleetcell.sandbox.kubelet;

import dev.fleetcell.sandbox.files.FileTree;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The volumes of one pod: folders below the pod's folder, and what stands for a container's mount paths. */
final class PodVolumes {
    private final Path folder;
    private final PodFacts facts;
    private final Map<String, ConfigMapFolder> configMaps = new HashMap<>();

    /**
     * @param folder the pod's folder, which goes with the pod
     */
    PodVolumes(Path folder, PodFacts facts) {
        this.folder = folder;
        this.facts = facts;
    }

    /**
     * Makes the folders.
     *
     * @throws ConfigurationException if a ConfigMap that is not optional is missing; to be tried again
     */
    void prepare(ConfigSource source) throws IOException, ConfigurationException {
        Files.createDirectories(folder);
        for (Volume volume : facts.pod().getSpec().getVolumes()) {
            if (volume.getEmptyDir() != null) {
                Files.createDirectories(pathOf(volume.getName()));
            } else if (volume.getConfigMap() != null && !configMaps.containsKey(volume.getName())) {
                prepare(volume.getName(), volume.getConfigMap(), source);
            }
        }
    }

    /** Brings a changed ConfigMap into the volumes that hold it. */
    void update(ConfigMap changed) throws IOException {
        for (Volume volume : facts.pod().getSpec().getVolumes()) {
            ConfigMapFolder mounted = configMaps.get(volume.getName());
            if (mounted != null
                    && volume.getConfigMap() != null
                    && changed.getMetadata()
                            .getName()
                            .equals(volume.getConfigMap().getName())) {
                mounted.update(changed);
            }
        }
    }

    /** A text that begins with one of the container's mount paths, with the volume's folder in its place. */
    String localPath(Container container, String text) {
        List<VolumeMount> longestFirst = container.getVolumeMounts().stream()
                .sorted(Comparator.comparingInt(
                                (VolumeMount mount) -> mount.getMountPath().length())
                        .reversed())
                .toList();
        for (VolumeMount mount : longestFirst) {
            String path = mount.getMountPath().replaceAll("/+$", "");
            if (isProvided(mount.getName()) && (text.equals(path) || text.startsWith(path + "/"))) {
                return pathOf(mount.getName()) + text.substring(path.length());
            }
        }
        return text;
    }

    /** The pod's folder, which holds a folder per volume. */
    Path folder() {
        return folder;
    }

    void delete() throws IOException {
        FileTree.delete(folder);
    }

    private void prepare(String volume, ConfigMapVolumeSource asked, ConfigSource source)
            throws IOException, ConfigurationException {
        Optional<ConfigMap> found = source.configMap(facts.namespace(), asked.getName());
        if (found.isEmpty() && !Boolean.TRUE.equals(asked.getOptional())) {
            throw new ConfigurationException("MountVolume.SetUp failed for volume \"" + volume + "\" : configmap \""
                    + asked.getName() + "\" not found");
        }
        ConfigMapFolder mounted = new ConfigMapFolder(pathOf(volume));
        if (found.isPresent()) {
            mounted.update(found.get());
        }
        configMaps.put(volume, mounted);
    }

    private boolean isProvided(String volume) {
        return facts.pod().getSpec().getVolumes().stream()
                .anyMatch(v -> v.getName().equals(volume) && !Unsupported.isServiceAccountToken(v));
    }

    private Path pathOf(String volume) {
        return folder.resolve(volume);
    }
}
