package dev.fleetcell.sandbox.fakepods;

import dev.fleetcell.sandbox.kubelet.ConfigurationException;
import dev.fleetcell.sandbox.kubelet.HostedPod;
import dev.fleetcell.sandbox.kubelet.PodRun;
import dev.fleetcell.sandbox.kubelet.WaitingReason;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one fake pod, in {@link Passes}. Each pass
 *
 * <ol>
 *   <li>asks how the pod is to behave;
 *   <li>lets its {@link Life} go on;
 *   <li>tells {@link FakeAnswers} first and then the API, and the latter only if its status is not what was written last;
 *   <li>when the pod is being deleted and its time has come: removes it from the API.
 * </ol>
 *
 * A request that fails is made again with the next pass, a second later. What is neither volatile nor final is touched by passes
 * only.
 */
final class FakePod implements PodRun {
    private static final Logger LOG = LoggerFactory.getLogger(FakePod.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CONFIG_RETRY = Duration.ofSeconds(2);
    private static final long DEFAULT_GRACE_SECONDS = 30;
    private static final int TERMINATED = 143;
    private static final int KILLED = 137;

    private final HostedPod hosted;
    private final Common common;
    private final FakeStatus status;
    private final FakeAnswers answers;
    private final Passes passes;
    private final Life life = new Life();
    private final AtomicBoolean crashNow = new AtomicBoolean();
    /** It ended in the care of an earlier kubelet: its status stays as it is. */
    private final boolean wasOver;

    private volatile Pod latest;
    private volatile boolean gone;
    private volatile boolean settingsChanged;
    private volatile String evicted = "";

    private @Nullable Behaviour behaviour;
    private @Nullable PodStatus written;
    private AnswerServer.@Nullable Listening listening;
    private @Nullable Instant stopSince;
    private Settings settings = Settings.NONE;
    private boolean removed;

    FakePod(HostedPod hosted, Common common) {
        this.hosted = hosted;
        this.common = common;
        this.latest = hosted.pod();
        this.status = new FakeStatus(hosted.pod(), hosted.podIp(), hosted.hostIp(), Instant.now());
        this.answers = new FakeAnswers(name(), () -> common.cells().peers(hosted.pod()));
        this.passes = new Passes(common.executor(), this::attempt);
        String phase =
                hosted.pod().getStatus() == null ? "" : hosted.pod().getStatus().getPhase();
        this.wasOver = "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    @Override
    public void start() {
        if (!wasOver) {
            common.tally().notReady(uid());
        }
        passes.wake();
    }

    @Override
    public void update(Pod pod) {
        latest = pod;
        passes.wake();
    }

    @Override
    public void update(ConfigMap configMap) {
        if (Settings.comeFrom(hosted.pod(), configMap.getMetadata().getName())) {
            settingsChanged = true;
            passes.wake();
        }
    }

    @Override
    public void removed() {
        gone = true;
        passes.wake();
    }

    @Override
    public String namespace() {
        return hosted.pod().getMetadata().getNamespace();
    }

    @Override
    public void close() {
        passes.close();
        leave();
    }

    @Override
    public void kill() {
        // Nothing of it is left after close.
    }

    String uid() {
        return hosted.pod().getMetadata().getUid();
    }

    String name() {
        return hosted.pod().getMetadata().getName();
    }

    /** The latest version of the pod. */
    Pod pod() {
        return latest;
    }

    /** Answers by the new behaviour from now on; the pass that does the rest comes soon. */
    void behave(Behaviour newBehaviour) {
        answers.behave(newBehaviour);
        passes.wake();
    }

    /** Has its containers end once, by themselves. */
    void crash() {
        crashNow.set(true);
        passes.wake();
    }

    void evict(String message) {
        evicted = message;
        passes.wake();
    }

    private Optional<Instant> attempt(Instant now) {
        try {
            return pass(now);
        } catch (KubernetesClientException e) {
            LOG.debug("pod {}/{}: trying again", namespace(), name(), e);
        } catch (RuntimeException e) {
            LOG.warn("pod {}/{}: trying again", namespace(), name(), e);
        }
        return Optional.of(now.plus(RETRY));
    }

    private Optional<Instant> pass(Instant now) {
        if (gone) {
            leave();
            hosted.release();
            return Optional.empty();
        }
        Pod pod = latest;
        boolean stopping = pod.getMetadata().getDeletionTimestamp() != null;
        if (removed || (wasOver && !stopping)) {
            return Optional.empty();
        }
        if (wasOver) {
            remove();
            return Optional.empty();
        }
        Behaviour how = behaviour(pod, now);
        if (stopping) {
            return stop(pod, how, now);
        }
        if (written == null) {
            publish(false, now); // nothing starts before the API knows the address
            return Optional.of(now);
        }
        goOn(how, now);
        boolean ready = life.isReady(how);
        answers.set(life, ready, settings);
        if (ready || life.isOver()) {
            common.tally().settled(uid());
        } else {
            common.tally().notReady(uid());
        }
        publish(ready, now);
        return life.due(how);
    }

    private Behaviour behaviour(Pod pod, Instant now) {
        Behaviour next = common.choice().apply(pod);
        Behaviour before = behaviour;
        if (before != null
                && (before.imageMissing() != next.imageMissing()
                        || !before.crashAfter().equals(next.crashAfter()))) {
            life.tryNow(now);
        }
        behaviour = next;
        answers.behave(next);
        return next;
    }

    /** Whatever is due of: eviction, crash, start, end of the warm-up, new settings. */
    private void goOn(Behaviour how, Instant now) {
        if (!evicted.isEmpty() && !life.isOver()) {
            silence();
            life.end(KILLED, now);
            hosted.warning(FakeStatus.EVICTED, evicted);
        }
        if ((crashNow.getAndSet(false) && life.isRunning()) || life.crashIsDue(now, how)) {
            crash(now);
        }
        if (life.wantsStart(now)) {
            begin(how, now);
        }
        life.passTime(now, how);
        if (life.isRunning() && settingsChanged) {
            settingsChanged = false;
            try {
                settings = Settings.read(hosted);
            } catch (ConfigurationException e) { // it runs on with what it has
                LOG.debug("pod {}/{}: {}", namespace(), name(), e.getMessage());
            }
        }
    }

    private void begin(Behaviour how, Instant now) {
        Optional<String> refusal = common.refusal().apply(hosted);
        if (refusal.isPresent()) {
            life.hold(WaitingReason.UNSUPPORTED, refusal.get(), now, Instant.MAX);
            hosted.warning(WaitingReason.UNSUPPORTED.value(), refusal.get());
            return;
        }
        if (how.imageMissing()) {
            failed(
                    WaitingReason.ERR_IMAGE_PULL,
                    "image \""
                            + hosted.pod().getSpec().getContainers().getFirst().getImage() + "\" is missing on request",
                    now);
            return;
        }
        try {
            settingsChanged = false;
            settings = Settings.read(hosted);
            listening = common.server()
                    .listen(new InetSocketAddress(hosted.podIp(), PodTraits.managementPort(hosted.pod())), answers);
        } catch (ConfigurationException e) {
            String message = String.valueOf(e.getMessage());
            life.hold(WaitingReason.CREATE_CONTAINER_CONFIG_ERROR, message, now, now.plus(CONFIG_RETRY));
            return;
        } catch (IOException e) {
            failed(WaitingReason.CREATE_CONTAINER_ERROR, String.valueOf(e.getMessage()), now);
            return;
        }
        life.started(now);
        answers.begin();
        common.cells().join(hosted.pod());
        common.tally().started(start(now));
    }

    private Start start(Instant now) {
        Pod pod = latest;
        return new Start(
                namespace(), name(), uid(), PodTraits.revision(pod), PodTraits.annotations(pod), life.restarts(), now);
    }

    private void failed(WaitingReason reason, String message, Instant now) {
        life.failedToStart(reason, message, now);
        hosted.warning("Failed", message);
    }

    private void crash(Instant now) {
        silence();
        String container = hosted.pod().getSpec().getContainers().getFirst().getName();
        Duration delay = life.crashed(now, container, name() + "_" + namespace() + "(" + uid() + ")");
        if (!delay.isZero()) {
            hosted.warning("BackOff", "back-off " + delay.toSeconds() + "s restarting failed container " + container);
        }
    }

    private Optional<Instant> stop(Pod pod, Behaviour how, Instant now) {
        common.tally().settled(uid());
        if (stopSince == null) {
            stopSince = now;
        }
        answers.stop(settings);
        Duration grace = grace(pod);
        boolean killed = grace.compareTo(how.terminationDelay()) < 0;
        Instant end = stopSince.plus(killed ? grace : how.terminationDelay());
        if (how.neverTerminates() || (life.isRunning() && now.isBefore(end))) {
            publish(false, now);
            return how.neverTerminates() ? Optional.empty() : Optional.of(end);
        }
        silence();
        if (life.isRunning()) {
            life.end(killed ? KILLED : TERMINATED, now);
            publish(false, now);
        }
        remove();
        return Optional.empty();
    }

    /** From the first request on, so that a shorter second one counts. */
    private static Duration grace(Pod pod) {
        return Duration.ofSeconds(Objects.requireNonNullElseGet(
                pod.getMetadata().getDeletionGracePeriodSeconds(),
                () -> Objects.requireNonNullElse(
                        pod.getSpec().getTerminationGracePeriodSeconds(), DEFAULT_GRACE_SECONDS)));
    }

    private void publish(boolean ready, Instant now) {
        PodStatus next = status.of(life, ready, evicted, now);
        if (!next.equals(written)) {
            if (hosted.writeStatus(next)) {
                written = next;
            } else {
                removed = true;
            }
        }
    }

    private void remove() {
        hosted.remove();
        removed = true;
    }

    /** Nothing of it answers any more, and nobody counts it. */
    private void leave() {
        silence();
        common.tally().settled(uid());
        common.forget().accept(this);
    }

    private void silence() {
        common.cells().leave(hosted.pod());
        if (listening != null) {
            listening.close();
            listening = null;
        }
    }
}
