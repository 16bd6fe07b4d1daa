package dev.fleetcell.sandbox.kubelet;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;

/**
 * A pod in the care of a cluster node, from its first sight until it has left the API. What an informer tells comes from the
 * informer's thread, so it is taken in and worked on elsewhere.
 */
public interface PodRun {
    /** Begins; called once, before anything else. */
    void start();

    /** Takes a newer version of the pod. */
    void update(Pod pod);

    /** Takes a ConfigMap of the pod's namespace that has changed. */
    void update(ConfigMap configMap);

    /** The pod has left the API, whether anything of it still runs or not. */
    void removed();

    /** The namespace of the pod. */
    String namespace();

    /** Stops acting, within 5 s; the API stays as it is. */
    void close();

    /** Ends at once whatever of the pod still runs; only after {@link #close}. */
    void kill();
}
