package dev.fleetcell.sandbox.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command line and environment of a container's process, with the volumes' folders for its mount paths. */
final class Commands {
    private Commands() {}

    /** The container's command, else its image's, followed by its args. */
    static List<String> line(
            Container container, List<String> imageCommand, Map<String, String> env, PodVolumes volumes) {
        List<String> result = new ArrayList<>();
        if (container.getCommand().isEmpty()) {
            result.addAll(imageCommand);
        } else {
            container.getCommand().forEach(word -> result.add(Expansion.expand(word, env)));
        }
        container.getArgs().forEach(word -> result.add(Expansion.expand(word, env)));
        result.replaceAll(word -> volumes.localPath(container, word));
        return result;
    }

    /** The environment for the process; {@code javaOptions} come before the container's own. */
    static Map<String, String> environment(
            Container container, Map<String, String> env, PodVolumes volumes, String javaOptions) {
        Map<String, String> result = new LinkedHashMap<>(env);
        result.replaceAll((name, value) -> volumes.localPath(container, value));
        if (!javaOptions.isEmpty()) {
            result.merge("JAVA_TOOL_OPTIONS", javaOptions, (own, ours) -> ours + " " + own);
        }
        return result;
    }
}
