package dev.fleetcell.sandbox.fakepods;

import dev.fleetcell.sandbox.kubelet.HostedPod;
import dev.fleetcell.sandbox.kubelet.Images;
import dev.fleetcell.sandbox.kubelet.PodRun;
import dev.fleetcell.sandbox.kubelet.PodRunner;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Pods that are no processes: this JVM answers for all of them, each on its own address, with {@value #THREADS} threads and one more
 * however many there are. Their life in the API is that of a kubelet's pods, and each of them behaves as a test wants it to:
 *
 * {@snippet :
 * FakePods pods = sandbox.fakePods();
 * pods.behave(pod -> PodTraits.ordinal(pod).orElse(-1) == 3 ? Behaviour.NORMAL.withNeverReady() : Behaviour.NORMAL);
 * }
 *
 * What differs from pods on a kubelet, beyond what differs with {@link dev.fleetcell.sandbox.kubelet.FakeKubelet}:
 *
 * <ul>
 *   <li>All containers of a pod start, crash and end together. Commands, volumes and probes mean nothing: the behaviour decides about
 *       readiness, and {@code /q/health/live} and {@code /q/health/ready} agree with it. Only the restart policy Always is there.
 *   <li>A pod answers on its port {@code management} only, 9000 unless declared, while its container runs: health and {@code
 *       /fleet/report}. Peers connect at once: a report names every other fake pod of the namespace with the same label
 *       {@code fleetcell.dev/cell} whose container runs, wherever it runs.
 *   <li>Of the environment only FLEETCELL_CELL, FLEETCELL_THREAD_LIMIT, FLEETCELL_THREAD_BUDGET and
 *       FLEETCELL_BOOTSTRAP_SOURCE are used; a change of their ConfigMap is followed, as a node follows its mounted settings.
 *   <li>When the behaviour that kept a container from running changes, it is tried at once; a kubelet would wait for its delay.
 *   <li>There are Events for failures only. A pod that is gone refuses connections; a machine that is lost would not even refuse.
 * </ul>
 *
 * Safe for use by several threads.
 */
public final class FakePods implements PodRunner, AutoCloseable {
    private static final int THREADS = 4;
    private static final String EVICTION = "The node was low on resource: memory.";

    private final Set<String> images = ConcurrentHashMap.newKeySet();
    private final Map<String, FakePod> podsByUid = new ConcurrentHashMap<>();
    private final Tally tally = new Tally();
    private final ScheduledThreadPoolExecutor executor;
    private final AnswerServer server;
    private final Common common;
    private volatile Function<Pod, Behaviour> choice = pod -> Behaviour.NORMAL;

    /** None yet. Threads are started when they are needed first. */
    public FakePods() throws IOException {
        server = new AnswerServer();
        AtomicInteger number = new AtomicInteger();
        executor = new ScheduledThreadPoolExecutor(
                THREADS,
                task -> Thread.ofPlatform()
                        .name("fake-pods-" + number.getAndIncrement())
                        .daemon()
                        .unstarted(task),
                new ThreadPoolExecutor.DiscardPolicy());
        executor.setRemoveOnCancelPolicy(true);
        common = new Common(
                executor,
                server,
                new Cells(),
                tally,
                pod -> chosen(choice, pod),
                this::refusal,
                pod -> podsByUid.remove(pod.uid(), pod));
    }

    /** From now on, pods of that image are fake; a name without tag stands for all its tags. */
    public void image(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a fake image needs a name");
        }
        images.add(name);
    }

    /**
     * Says how pods behave, those that are there and those to come; {@link Behaviour#NORMAL} until it is called. What a pod answers
     * has changed when this returns, its readiness and the rest soon afterwards.
     *
     * @param newChoice asked often and by several threads, with the pod as it is in the API at the time
     * @throws RuntimeException what {@code newChoice} throws for a pod that is there; then nothing has changed
     */
    public void behave(Function<Pod, Behaviour> newChoice) {
        podsByUid.values().forEach(pod -> chosen(newChoice, pod.pod()));
        choice = newChoice;
        podsByUid.values().forEach(pod -> pod.behave(chosen(newChoice, pod.pod())));
    }

    /**
     * Has a pod's containers end now, once, with exit code 1; they are restarted as a kubelet does.
     *
     * @throws IllegalArgumentException if there is no such pod here
     */
    public void crash(String namespace, String name) {
        find(namespace, name).crash();
    }

    /**
     * Has the kubelet evict a pod, as it does when its machine is short of memory: phase Failed, reason Evicted. The pod stays in the
     * API until somebody deletes it.
     *
     * @throws IllegalArgumentException if there is no such pod here
     */
    public void evictedByKubelet(String namespace, String name) {
        find(namespace, name).evict(EVICTION);
    }

    /** Every start of a container, oldest first: the cold starts. */
    public List<Start> starts() {
        return tally.starts();
    }

    /** How many pods had a container started. */
    public int startedPods() {
        return tally.startedPods();
    }

    /** How many pods are bound to a cluster node and not ready now; those that end or have ended do not count. */
    public int notReady() {
        return tally.notReady();
    }

    /** The most that {@link #notReady} ever was. */
    public int mostNotReady() {
        return tally.mostNotReady();
    }

    /** Counts anew: no starts so far, and as many at most not ready as there are now. */
    public void forgetCounts() {
        tally.forget();
    }

    @Override
    public boolean takes(Pod pod) {
        return pod.getSpec().getContainers().stream().anyMatch(this::isFake);
    }

    @Override
    public PodRun run(HostedPod hosted) {
        FakePod pod = new FakePod(hosted, common);
        podsByUid.put(pod.uid(), pod);
        return pod;
    }

    /** Answers for nobody any more; after the cluster nodes are closed. */
    @Override
    public void close() throws IOException {
        executor.shutdownNow();
        server.close();
    }

    private Optional<String> refusal(HostedPod hosted) {
        Pod pod = hosted.pod();
        String real = pod.getSpec().getContainers().stream()
                .filter(container -> !isFake(container))
                .map(Container::getName)
                .collect(Collectors.joining(", "));
        if (!real.isEmpty()) {
            return Optional.of("all containers of a fake pod must be of fake images, these are not: " + real);
        }
        if (!"Always".equals(Objects.requireNonNullElse(pod.getSpec().getRestartPolicy(), "Always"))) {
            return Optional.of("a fake pod must have restartPolicy Always");
        }
        return hosted.unsupported();
    }

    private boolean isFake(Container container) {
        return images.contains(container.getImage()) || images.contains(Images.withoutTag(container.getImage()));
    }

    private FakePod find(String namespace, String name) {
        Collection<FakePod> all = podsByUid.values();
        return all.stream()
                .filter(pod -> pod.namespace().equals(namespace)
                        && pod.pod().getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no fake pod " + namespace + "/" + name + " among "
                                + all.size() + ": is its image fake, and is it bound to a cluster node that runs?"));
    }

    private static Behaviour chosen(Function<Pod, Behaviour> choice, Pod pod) {
        return Objects.requireNonNull(
                choice.apply(pod),
                () -> "no behaviour for pod " + pod.getMetadata().getName());
    }
}
