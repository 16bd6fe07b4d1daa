package dev.fleetcell.sandbox.kubelet;

import dev.fleetcell.sandbox.process.LocalProcess;
import dev.fleetcell.sandbox.process.LocalProcesses;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A cluster node that runs each pod bound to it as local processes, one per container, unless a {@link PodRunner} takes it. It
 * stands in for a kubelet and its container runtime. What differs from the real ones:
 *
 * <ul>
 *   <li>There is no image: a table says which command stands for which image name. The processes run as the user of this JVM, in
 *       the file system of this machine, with its PATH; {@code securityContext}, {@code resources} and {@code imagePullPolicy} are
 *       not obeyed, and no limit of memory, CPU or tasks is enforced.
 *   <li>Mount paths do not exist. An environment value, command or argument that begins with one gets the volume's folder in its
 *       place; any other mention of the path is left as it is. Volumes are ConfigMaps (whole, writable) and emptyDirs; the token
 *       of the service account is not mounted, and there are no variables for Services.
 *   <li>Each pod has an address of 127.0.0.0/8, but every process can bind every address. Services have no addresses that lead
 *       anywhere; JVMs find headless Services through a hosts file that JAVA_TOOL_OPTIONS names.
 *   <li>Init and ephemeral containers, hooks, exec, gRPC and HTTPS probes, {@code subPath}, {@code workingDir}, {@code
 *       hostNetwork} and readiness gates are not there: such a pod is held with the reason UnsupportedByFakeKubelet.
 *   <li>Labels and annotations in the environment are those that the pod had when it was first seen.
 *   <li>Restart counts begin anew with this JVM. No logs, exec or port-forward through the API: output is in {@code
 *       NAMESPACE_POD_CONTAINER.log}. A pod that is removed by force is killed at once.
 *   <li>Its client may do everything; a kubelet may touch only its own node and pods.
 *   <li>Capacity is a claim (1000 CPUs, 1 TiB, 1000 pods), and so are its conditions about pressure.
 * </ul>
 *
 * Probes, back-offs, grace periods, conditions and reasons are a kubelet's.
 */
public final class FakeKubelet implements AutoCloseable {
    private final String nodeName;
    private final String hostIp;
    private final Path directory;
    private final Images images;
    private final PodRunner others;
    private final String javaOptions;
    private final LocalProcesses processes;
    private final PodAddresses addresses;
    private final PodEvents events;
    private final PodApi api;
    private final Map<String, PodRun> runs = new ConcurrentHashMap<>();
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private final Thread heartbeat;
    private volatile boolean closed;

    private FakeKubelet(
            String nodeName,
            Path directory,
            Images images,
            PodRunner others,
            String javaOptions,
            KubernetesClient client,
            LocalProcesses processes,
            PodAddresses addresses) {
        this.nodeName = nodeName;
        this.hostIp = addresses.next();
        this.directory = directory;
        this.images = images;
        this.others = others;
        this.javaOptions = javaOptions;
        this.processes = processes;
        this.addresses = addresses;
        this.events = new PodEvents(client, nodeName);
        this.api = new PodApi(client);
        ClusterNode node = new ClusterNode(client, nodeName, hostIp);
        this.heartbeat = Thread.ofVirtual().name("cluster node " + nodeName).unstarted(node::live);
    }

    /**
     * Registers the cluster node and begins to run its pods.
     *
     * @param directory for the pods' volumes; a pod's folder goes with the pod
     * @param others asked first about every pod; what it does not take becomes local processes
     * @param javaOptions added to JAVA_TOOL_OPTIONS of every container; may be empty
     * @param client must outlive the kubelet
     */
    public static FakeKubelet start(
            String nodeName,
            Path directory,
            Images images,
            PodRunner others,
            String javaOptions,
            KubernetesClient client,
            LocalProcesses processes,
            PodAddresses addresses) {
        FakeKubelet kubelet =
                new FakeKubelet(nodeName, directory, images, others, javaOptions, client, processes, addresses);
        kubelet.heartbeat.start();
        kubelet.informers.add(client.pods()
                .inAnyNamespace()
                .withField("spec.nodeName", nodeName)
                .runnableInformer(0)
                .addEventHandler(kubelet.onPod()));
        kubelet.informers.add(client.configMaps()
                .inAnyNamespace()
                .runnableInformer(0)
                .addEventHandler(new Handler<>(kubelet::configMapChanged, gone -> {})));
        kubelet.informers.forEach(informer ->
                informer.exceptionHandler((started, failure) -> true).run());
        return kubelet;
    }

    /** The name of its cluster node. */
    public String nodeName() {
        return nodeName;
    }

    /** The process of a container, if it runs. */
    public static Optional<LocalProcess> process(
            LocalProcesses processes, String namespace, String pod, String container) {
        return processes.find(PodContext.processName(namespace, pod, container));
    }

    /** The folder that holds the volumes of a pod, a folder each. */
    public Path podDirectory(Pod pod) {
        return directory.resolve(pod.getMetadata().getNamespace() + "_"
                + pod.getMetadata().getName() + "_" + pod.getMetadata().getUid());
    }

    /**
     * Loses the machine: all its processes are killed, no pod of it answers, nothing is reported any more, the Lease runs out.
     * The Node object and its pods stay in the API, as they do for a real machine. It does not come back.
     */
    public void stop() {
        close();
        runs.values().forEach(PodRun::kill);
    }

    /** Stops acting and leaves the processes to their {@link LocalProcesses}. */
    @Override
    public void close() {
        closed = true;
        informers.forEach(SharedIndexInformer::close);
        heartbeat.interrupt();
        runs.values().forEach(PodRun::close);
    }

    private ResourceEventHandler<Pod> onPod() {
        return new Handler<>(this::podChanged, this::podRemoved);
    }

    private void podChanged(Pod pod) {
        String uid = pod.getMetadata().getUid();
        PodRun known = runs.get(uid);
        if (known != null) {
            known.update(pod);
        } else if (!closed) {
            start(pod, uid);
        }
    }

    private void start(Pod pod, String uid) {
        try {
            String podIp = addresses.next();
            PodFacts facts = new PodFacts(pod, podIp, hostIp);
            Runnable afterwards = () -> {
                runs.remove(uid);
                addresses.release(podIp);
            };
            PodRun run = others.takes(pod)
                    ? others.run(new HostedPod(facts, api, events, afterwards))
                    : new PodWorker(facts, api, events, images, processes, podDirectory(pod), javaOptions, afterwards);
            runs.put(uid, run);
            run.start();
            if (closed) {
                run.close(); // it came while the others were being closed
            }
        } catch (IllegalStateException noAddress) {
            events.warning(pod, "FailedCreatePodSandBox", String.valueOf(noAddress.getMessage()));
        }
    }

    private void podRemoved(Pod pod) {
        PodRun run = runs.get(pod.getMetadata().getUid());
        if (run != null) {
            run.removed();
        }
    }

    private void configMapChanged(ConfigMap configMap) {
        runs.values().stream()
                .filter(run -> run.namespace().equals(configMap.getMetadata().getNamespace()))
                .forEach(run -> run.update(configMap));
    }

    /** An informer's events as two questions: what is there now, what is gone. */
    private record Handler<T extends HasMetadata>(Consumer<T> present, Consumer<T> absent)
            implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            present.accept(object);
        }

        @Override
        public void onUpdate(T old, T object) {
            // A deletion and a new creation may come as one change when the connection was lost in between.
            if (!old.getMetadata().getUid().equals(object.getMetadata().getUid())) {
                absent.accept(old);
            }
            present.accept(object);
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            absent.accept(object);
        }
    }
}
