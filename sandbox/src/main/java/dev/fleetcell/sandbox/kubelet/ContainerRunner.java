package dev.fleetcell.sandbox.kubelet;

import dev.fleetcell.sandbox.kubelet.ContainerPhase.Ended;
import dev.fleetcell.sandbox.kubelet.ContainerPhase.Running;
import dev.fleetcell.sandbox.kubelet.ContainerPhase.Waiting;
import dev.fleetcell.sandbox.process.LocalProcess;
import dev.fleetcell.sandbox.process.ProcessSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One container of a pod: each {@link #step} compares its phase with what should be and does at most one thing about it. It never
 * blocks on the process. Used by its pod's worker only.
 */
final class ContainerRunner {
    private static final Duration CONFIG_RETRY = Duration.ofSeconds(2);
    private static final Duration NAME_RETRY = Duration.ofMillis(200);
    private static final Duration PULL_SHOWN = Duration.ofSeconds(1);
    private static final Duration KILL_AGAIN = Duration.ofSeconds(1);
    private static final int LONGEST_MESSAGE = 2048;
    private static final int MESSAGE_LINES = 80;

    private final Container container;
    private final PodContext pod;
    private final BackOff crashes = BackOff.afterFirst();
    private final BackOff failedStarts = BackOff.always();
    private ContainerPhase phase = new Waiting(WaitingReason.CONTAINER_CREATING, "");
    private @Nullable Ended last;
    private int restarts;
    private Instant notBefore = Instant.EPOCH;
    private @Nullable Instant killAt;
    private @Nullable ContainerProbes probes;

    ContainerRunner(Container container, PodContext pod) {
        this.container = container;
        this.pod = pod;
    }

    /**
     * Starts, restarts, stops or kills, as is due.
     *
     * @param mayRun false: nothing is started (any more)
     */
    void step(Instant now, boolean mayRun) {
        if (phase instanceof Running running) {
            if (!running.process().isAlive()) {
                ended(running, now, mayRun);
            } else if (killAt != null && !now.isBefore(killAt)) {
                running.process().signal("KILL");
                killAt = now.plus(KILL_AGAIN);
            } else if (killAt == null && probes != null) {
                probes.restartReason().ifPresent(why -> requestStop(now, livenessGrace(), why));
            }
        }
        if (phase instanceof Waiting waiting && mayRun) {
            if (!now.isBefore(notBefore)) {
                start(now);
            } else if (waiting.reason() == WaitingReason.ERR_IMAGE_PULL) {
                wait(
                        WaitingReason.IMAGE_PULL_BACK_OFF,
                        "Back-off pulling image \"" + container.getImage() + "\": " + waiting.message());
            }
        }
    }

    /** Asks the process to end, and has it killed after {@code grace}; a later request can only shorten that. */
    void requestStop(Instant now, Duration grace, String why) {
        if (!(phase instanceof Running running)) {
            return;
        }
        Instant deadline = now.plus(grace);
        if (killAt == null) {
            pod.events().normal(pod.facts().pod(), "Killing", why);
            running.process().signal("TERM");
            killAt = deadline;
        } else if (deadline.isBefore(killAt)) {
            killAt = deadline;
        }
    }

    /** Shows why the container is not started; nothing happens when it runs or has ended. */
    void hold(WaitingReason reason, String message) {
        if (phase instanceof Waiting) {
            wait(reason, message);
        }
    }

    /** When {@link #step} has something to do again without anybody waking it. */
    Optional<Instant> due(Instant now) {
        return switch (phase) {
            case Running running -> Optional.ofNullable(killAt);
            case Waiting(WaitingReason reason, String message)
            when reason == WaitingReason.ERR_IMAGE_PULL -> Optional.of(now.plus(PULL_SHOWN));
            case Waiting waiting -> Optional.of(notBefore);
            case Ended ended -> Optional.empty();
        };
    }

    boolean isRunning() {
        return phase instanceof Running;
    }

    ContainerPhase phase() {
        return phase;
    }

    /** Whether it has run before and is to run again. */
    boolean isBetweenRuns() {
        return phase instanceof Waiting && last != null;
    }

    boolean isReady() {
        return isRunning() && probes != null && probes.isReady();
    }

    /** Kills the process at once and returns when it has ended. */
    void kill() {
        close();
        if (phase instanceof Running running) {
            running.process().kill();
        }
    }

    /** Ends the probes and leaves the process as it is. */
    void close() {
        if (probes != null) {
            probes.close();
        }
    }

    ContainerStatus status() {
        ContainerStatusBuilder status = new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withImageID("")
                .withReady(isReady())
                .withStarted(isRunning() && probes != null && probes.isStarted())
                .withRestartCount(restarts)
                .withState(phase.state());
        if (last != null) {
            status.withLastState(last.state()).withContainerID(last.containerId());
        }
        if (phase instanceof Running running) {
            status.withContainerID(id(running.process()));
        } else if (phase instanceof Ended ended) {
            status.withContainerID(ended.containerId());
        }
        return status.build();
    }

    private void start(Instant now) {
        Optional<List<String>> image = pod.images().command(container.getImage());
        if (image.isEmpty()) {
            String message = "the sandbox has no command for image \"" + container.getImage() + "\"; it knows "
                    + pod.images().known();
            pod.events().warning(pod.facts().pod(), "Failed", message);
            retry(now, WaitingReason.ERR_IMAGE_PULL, message);
            return;
        }
        try {
            Map<String, String> env = new ContainerEnvironment(pod.facts(), pod.source()).of(container);
            running(
                    now,
                    pod.processes()
                            .start(ProcessSpec.of(
                                            pod.processName(container.getName()),
                                            Commands.line(container, image.get(), env, pod.volumes()))
                                    .withEnv(Commands.environment(container, env, pod.volumes(), pod.javaOptions()))
                                    .withWorkingDirectory(pod.volumes().folder())));
        } catch (ConfigurationException e) {
            wait(WaitingReason.CREATE_CONTAINER_CONFIG_ERROR, String.valueOf(e.getMessage()));
            notBefore = now.plus(CONFIG_RETRY);
        } catch (IllegalStateException e) {
            // A pod of this name was removed by force, and its process is about to end.
            wait(WaitingReason.CONTAINER_CREATING, String.valueOf(e.getMessage()));
            notBefore = now.plus(NAME_RETRY);
        } catch (IOException e) {
            pod.events().warning(pod.facts().pod(), "Failed", String.valueOf(e.getMessage()));
            retry(now, WaitingReason.CREATE_CONTAINER_ERROR, String.valueOf(e.getMessage()));
        }
    }

    private void running(Instant now, LocalProcess process) {
        if (last != null) {
            restarts++;
        }
        killAt = null;
        phase = new Running(process, now);
        probes = new ContainerProbes(
                container,
                pod.facts().podIp(),
                pod.wake(),
                message -> pod.events().warning(pod.facts().pod(), "Unhealthy", message));
        probes.start();
        var _ = process.exit().thenRun(pod.wake());
    }

    private void ended(Running running, Instant now, boolean mayRun) {
        close();
        int code = running.process().exit().join();
        Ended ended = new Ended(code, lastWords(running.process(), code), id(running.process()), running.since(), now);
        String policy = Objects.requireNonNullElse(pod.facts().pod().getSpec().getRestartPolicy(), "Always");
        boolean restart = policy.equals("Always") || (policy.equals("OnFailure") && code != 0);
        if (!restart || !mayRun) {
            phase = ended;
            return;
        }
        last = ended;
        Duration delay = crashes.after(Duration.between(running.since(), now));
        notBefore = now.plus(delay);
        String message = "back-off " + delay.toSeconds() + "s restarting failed container=" + container.getName()
                + " pod=" + pod.facts().name() + "_" + pod.facts().namespace() + "("
                + pod.facts().uid() + ")";
        wait(WaitingReason.CRASH_LOOP_BACK_OFF, message);
        if (!delay.isZero()) {
            pod.events().warning(pod.facts().pod(), "BackOff", message);
        }
    }

    private void retry(Instant now, WaitingReason reason, String message) {
        wait(reason, message);
        notBefore = now.plus(failedStarts.after(Duration.ZERO));
    }

    private void wait(WaitingReason reason, String message) {
        phase = new Waiting(reason, message);
    }

    private Duration livenessGrace() {
        Pod of = pod.facts().pod();
        Probe liveness = container.getLivenessProbe();
        Long own = liveness == null ? null : liveness.getTerminationGracePeriodSeconds();
        Long ofPod = Objects.requireNonNullElse(of.getSpec().getTerminationGracePeriodSeconds(), 30L);
        return Duration.ofSeconds(Objects.requireNonNullElse(own, ofPod));
    }

    /** For containers that ask for it, a failure's message is the end of its output. */
    private String lastWords(LocalProcess process, int code) {
        if (code == 0 || !"FallbackToLogsOnError".equals(container.getTerminationMessagePolicy())) {
            return "";
        }
        String tail = process.tail(MESSAGE_LINES);
        return tail.substring(Math.max(0, tail.length() - LONGEST_MESSAGE));
    }

    private static String id(LocalProcess process) {
        return "process://" + process.pid();
    }
}
