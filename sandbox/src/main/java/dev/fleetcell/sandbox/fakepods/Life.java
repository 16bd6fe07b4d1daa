package dev.fleetcell.sandbox.fakepods;

import dev.fleetcell.sandbox.kubelet.BackOff;
import dev.fleetcell.sandbox.kubelet.WaitingReason;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the containers of one fake pod do; all of them do the same. Time is a parameter, and nothing outside is touched. Delays between
 * attempts are a kubelet's ({@link BackOff}); only when the behaviour that kept a container from running changes, the next attempt
 * is made at once.
 */
final class Life {
    private static final Duration PULL_SHOWN = Duration.ofSeconds(1);
    private static final int CRASH_CODE = 1;

    private final BackOff crashes = BackOff.afterFirst();
    private final BackOff failedStarts = BackOff.always();
    private Phase phase = new Phase.Waiting(WaitingReason.CONTAINER_CREATING, "");
    private Phase.@Nullable Ended last;
    private int restarts;
    private Instant notBefore = Instant.EPOCH;
    private Instant phaseSince = Instant.EPOCH;
    private boolean warm;

    /** What a container is doing. */
    sealed interface Phase {
        /** As it is written into status. */
        ContainerState state();

        record Waiting(WaitingReason reason, String message) implements Phase {
            @Override
            public ContainerState state() {
                return new ContainerStateBuilder()
                        .withNewWaiting(message.isEmpty() ? null : message, reason.value())
                        .build();
            }
        }

        record Running(Instant since) implements Phase {
            @Override
            public ContainerState state() {
                return new ContainerStateBuilder().withNewRunning(time(since)).build();
            }
        }

        record Ended(int exitCode, Instant since, Instant until) implements Phase {
            @Override
            public ContainerState state() {
                return new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(exitCode)
                        .withReason(exitCode == 0 ? "Completed" : "Error")
                        .withStartedAt(time(since))
                        .withFinishedAt(time(until))
                        .endTerminated()
                        .build();
            }
        }
    }

    Phase phase() {
        return phase;
    }

    /** How the run before this one ended. */
    Optional<Phase.Ended> last() {
        return Optional.ofNullable(last);
    }

    int restarts() {
        return restarts;
    }

    boolean isRunning() {
        return phase instanceof Phase.Running;
    }

    boolean isOver() {
        return phase instanceof Phase.Ended;
    }

    /** Whether this run's warm-up is over. */
    boolean isWarm() {
        return isRunning() && warm;
    }

    boolean isReady(Behaviour behaviour) {
        return isWarm() && !behaviour.neverReady();
    }

    /** Whether it is to be started now. */
    boolean wantsStart(Instant now) {
        return phase instanceof Phase.Waiting && !now.isBefore(notBefore);
    }

    void started(Instant now) {
        if (last != null) {
            restarts++;
        }
        warm = false;
        become(new Phase.Running(now), now);
    }

    /** Shows why it is not started, and keeps it so until {@code again}. */
    void hold(WaitingReason reason, String message, Instant now, Instant again) {
        become(new Phase.Waiting(reason, message), now);
        notBefore = again;
    }

    /** An attempt to start it failed; the next one comes after a delay that grows. */
    void failedToStart(WaitingReason reason, String message, Instant now) {
        hold(reason, message, now, now.plus(failedStarts.after(Duration.ZERO)));
    }

    boolean crashIsDue(Instant now, Behaviour behaviour) {
        return phase instanceof Phase.Running running
                && behaviour.crashAfter().isPresent()
                && !now.isBefore(running.since().plus(behaviour.crashAfter().get()));
    }

    /**
     * It ended by itself and is to be started again; returns the delay until then. Nothing happens when it does not run.
     *
     * @param pod how messages name the pod: {@code NAME_NAMESPACE(UID)}
     */
    Duration crashed(Instant now, String container, String pod) {
        if (!(phase instanceof Phase.Running running)) {
            return Duration.ZERO;
        }
        last = new Phase.Ended(CRASH_CODE, running.since(), now);
        Duration delay = crashes.after(Duration.between(running.since(), now));
        String message = "back-off " + delay.toSeconds() + "s restarting failed container=" + container + " pod=" + pod;
        hold(WaitingReason.CRASH_LOOP_BACK_OFF, message, now, now.plus(delay));
        return delay;
    }

    /** It ended for good, or will never run. */
    void end(int exitCode, Instant now) {
        if (!isOver()) {
            become(new Phase.Ended(exitCode, phase instanceof Phase.Running running ? running.since() : now, now), now);
        }
    }

    /** What time alone changes. */
    void passTime(Instant now, Behaviour behaviour) {
        if (phase instanceof Phase.Running running
                && !now.isBefore(running.since().plus(behaviour.warmUp()))) {
            warm = true;
        }
        if (phase instanceof Phase.Waiting(WaitingReason reason, String message)
                && reason == WaitingReason.ERR_IMAGE_PULL
                && !now.isBefore(phaseSince.plus(PULL_SHOWN))) {
            become(new Phase.Waiting(WaitingReason.IMAGE_PULL_BACK_OFF, "Back-off pulling image: " + message), now);
        }
    }

    /** Looks at once whether it can be started now. */
    void tryNow(Instant now) {
        if (phase instanceof Phase.Waiting && notBefore.isAfter(now) && !notBefore.equals(Instant.MAX)) {
            notBefore = now;
        }
    }

    /** When something is due without anybody asking for it. */
    Optional<Instant> due(Behaviour behaviour) {
        return switch (phase) {
            case Phase.Running(Instant since) ->
                Stream.concat(
                                warm ? Stream.empty() : Stream.of(since.plus(behaviour.warmUp())),
                                behaviour.crashAfter().map(since::plus).stream())
                        .min(Instant::compareTo);
            case Phase.Waiting(WaitingReason reason, String message)
            when reason == WaitingReason.ERR_IMAGE_PULL -> Optional.of(phaseSince.plus(PULL_SHOWN));
            case Phase.Waiting waiting -> notBefore.equals(Instant.MAX) ? Optional.empty() : Optional.of(notBefore);
            case Phase.Ended ended -> Optional.empty();
        };
    }

    private void become(Phase next, Instant now) {
        phase = next;
        phaseSince = now;
    }

    /** Kubernetes keeps times in whole seconds. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
