package dev.fleetcell.sandbox.kubelet;

import dev.fleetcell.sandbox.process.LocalProcesses;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one pod, from its first sight until it has left the API, in a virtual thread. Each pass:
 *
 * <ol>
 *   <li>take in what has changed (pod, ConfigMaps);
 *   <li>step every container;
 *   <li>write status if it is not what was written last;
 *   <li>when the pod is being deleted and nothing runs any more: remove it from the API, and end.
 * </ol>
 *
 * Nothing is started before a status with the pod's address has been written. A request that fails is made again with the next
 * pass, a second later: nothing is lost by an API server that is away for a while.
 */
final class PodWorker implements PodRun {
    private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration VOLUME_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(5);
    private static final long DEFAULT_GRACE_SECONDS = 30;

    private final PodFacts facts;
    private final PodApi api;
    private final PodContext context;
    private final PodStatusView view;
    private final List<ContainerRunner> containers = new ArrayList<>();
    private final Map<String, ConfigMap> changedConfigMaps = new ConcurrentHashMap<>();
    private final Semaphore wake = new Semaphore(0);
    private final Runnable afterwards;
    private final Thread thread;
    private volatile Pod latest;
    private volatile boolean gone;
    /** It ended in the care of an earlier kubelet: its status stays as it is. */
    private final boolean wasOver;

    private boolean volumesReady;
    private boolean reportedUnsupported;
    private @Nullable PodStatus written;

    /**
     * @param afterwards is run when the pod has left the API and nothing of it is left
     */
    PodWorker(
            PodFacts facts,
            PodApi api,
            PodEvents events,
            Images images,
            LocalProcesses processes,
            Path folder,
            String javaOptions,
            Runnable afterwards) {
        this.facts = facts;
        this.api = api;
        this.latest = facts.pod();
        this.afterwards = afterwards;
        this.view = new PodStatusView(facts, Instant.now());
        PodVolumes volumes = new PodVolumes(folder, facts);
        this.context = new PodContext(facts, volumes, api, images, processes, javaOptions, events, wake::release);
        facts.pod().getSpec().getContainers().forEach(c -> containers.add(new ContainerRunner(c, context)));
        String phase =
                facts.pod().getStatus() == null ? "" : facts.pod().getStatus().getPhase();
        this.wasOver = "Succeeded".equals(phase) || "Failed".equals(phase);
        this.thread = Thread.ofVirtual().name("pod " + facts.name()).unstarted(this::run);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void update(Pod pod) {
        latest = pod;
        wake.release();
    }

    @Override
    public void update(ConfigMap configMap) {
        changedConfigMaps.put(configMap.getMetadata().getName(), configMap);
        wake.release();
    }

    @Override
    public void removed() {
        gone = true;
        wake.release();
    }

    @Override
    public String namespace() {
        return facts.namespace();
    }

    /** Ends the worker and leaves the pod's processes and the API as they are. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(JOIN_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        containers.forEach(ContainerRunner::close);
    }

    /** Kills the pod's processes; only after {@link #close}. */
    @Override
    public void kill() {
        containers.forEach(ContainerRunner::kill);
    }

    private void run() {
        try {
            while (!gone) {
                Instant now = Instant.now();
                Instant next = attempt(now);
                if (!gone) {
                    long millis =
                            Math.max(0, Duration.between(Instant.now(), next).toMillis());
                    if (wake.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                        wake.drainPermits();
                    }
                }
            }
            cleanUp();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private Instant attempt(Instant now) throws InterruptedException {
        try {
            return pass(now);
        } catch (KubernetesClientException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            LOG.debug("pod {}/{}: trying again", facts.namespace(), facts.name(), e);
            return now.plus(RETRY);
        } catch (IOException | RuntimeException e) {
            LOG.warn("pod {}/{}: trying again", facts.namespace(), facts.name(), e);
            return now.plus(RETRY);
        }
    }

    /** Returns when the next pass is due at the latest. */
    private Instant pass(Instant now) throws IOException {
        Pod pod = latest;
        boolean stopping = pod.getMetadata().getDeletionTimestamp() != null;
        if (wasOver) {
            return removeWhen(stopping, now);
        }
        if (stopping) {
            requestStop(pod, now);
        }
        boolean mayRun = !stopping && written != null && isRunnable() && prepareVolumes();
        containers.forEach(container -> container.step(now, mayRun));
        boolean first = written == null;
        publish(stopping, now);
        removeWhen(stopping && !gone && containers.stream().noneMatch(ContainerRunner::isRunning), now);
        return first ? now : next(now, mayRun);
    }

    private Instant removeWhen(boolean due, Instant now) {
        if (due) {
            api.remove(facts);
            gone = true;
        }
        return now.plus(LONGEST_WAIT);
    }

    private Instant next(Instant now, boolean mayRun) {
        Instant latestWait = now.plus(LONGEST_WAIT);
        if (!mayRun && !volumesReady) {
            latestWait = now.plus(VOLUME_RETRY);
        }
        Instant next = latestWait;
        for (ContainerRunner container : containers) {
            Optional<Instant> due = mayRun || container.isRunning() ? container.due(now) : Optional.empty();
            if (due.isPresent() && due.get().isBefore(next)) {
                next = due.get();
            }
        }
        return next;
    }

    private void requestStop(Pod pod, Instant now) {
        long seconds = Objects.requireNonNullElseGet(
                pod.getMetadata().getDeletionGracePeriodSeconds(),
                () -> Objects.requireNonNullElse(
                        pod.getSpec().getTerminationGracePeriodSeconds(), DEFAULT_GRACE_SECONDS));
        // From the moment of the request on, so that a shorter second request counts and a repeated pass does not
        // extend it.
        containers.forEach(container ->
                container.requestStop(now, Duration.ofSeconds(seconds), "Stopping container of pod " + facts.name()));
    }

    private boolean isRunnable() {
        Optional<String> unsupported = Unsupported.in(facts);
        unsupported.ifPresent(message -> {
            containers.forEach(container -> container.hold(WaitingReason.UNSUPPORTED, message));
            if (!reportedUnsupported) {
                context.events().warning(facts.pod(), WaitingReason.UNSUPPORTED.value(), message);
                reportedUnsupported = true;
            }
        });
        return unsupported.isEmpty();
    }

    private boolean prepareVolumes() throws IOException {
        if (!volumesReady) {
            try {
                context.volumes().prepare(api);
                volumesReady = true;
            } catch (ConfigurationException e) {
                String message = String.valueOf(e.getMessage());
                containers.forEach(container -> container.hold(WaitingReason.CONTAINER_CREATING, message));
                return false;
            }
        }
        for (String name : List.copyOf(changedConfigMaps.keySet())) {
            ConfigMap changed = changedConfigMaps.remove(name);
            if (changed != null) {
                context.volumes().update(changed);
            }
        }
        return true;
    }

    private void publish(boolean stopping, Instant now) {
        PodStatus status = view.of(containers, stopping, now);
        if (!status.equals(written)) {
            if (api.writeStatus(facts, status)) {
                written = status;
            } else {
                gone = true;
            }
        }
    }

    private void cleanUp() {
        kill();
        try {
            context.volumes().delete();
        } catch (IOException e) {
            LOG.warn("folder {} is not removed: {}", context.volumes().folder(), e.toString());
        }
        afterwards.run();
    }
}
