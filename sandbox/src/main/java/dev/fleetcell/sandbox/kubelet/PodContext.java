package dev.fleetcell.sandbox.kubelet;

import dev.fleetcell.sandbox.process.LocalProcesses;

/**
 * What the containers of one pod share.
 *
 * @param javaOptions added to every container's JAVA_TOOL_OPTIONS; may be empty
 * @param wake makes the pod's worker look again
 */
record PodContext(
        PodFacts facts,
        PodVolumes volumes,
        ConfigSource source,
        Images images,
        LocalProcesses processes,
        String javaOptions,
        PodEvents events,
        Runnable wake) {
    /** The name of a container's process, and of its log. */
    String processName(String container) {
        return processName(facts.namespace(), facts.name(), container);
    }

    static String processName(String namespace, String pod, String container) {
        // No part can hold an underscore, so two containers never get the same name.
        return namespace + "_" + pod + "_" + container;
    }
}
