package dev.fleetcell.sandbox.fakepods;

import java.time.Duration;
import java.util.Optional;

/**
 * How a fake pod behaves. Begin with {@link #NORMAL} and say what differs:
 *
 * {@snippet :
 * Behaviour.NORMAL.withWarmUp(Duration.ofSeconds(2)).withReport(ReportBehaviour.TRUE.withRefusedStarts(3));
 * }
 *
 * @param warmUp from the start of the container until it is ready for the first time; each start is a cold one
 * @param neverReady not ready (any more), for as long as this holds; a pod whose warm-up is over is ready at once afterwards
 * @param crashAfter how long a container runs until it ends with exit code 1, every time; empty: it does not
 * @param imageMissing containers cannot be started; those that run go on
 * @param terminationDelay from the request to delete the pod until its process has ended; a grace period that is shorter wins,
 *     for at its end a kubelet kills
 * @param neverTerminates a pod that is being deleted stays, whatever its grace period, until this changes or somebody removes
 *     the pod by force: what a kubelet does that hangs
 * @param report what it says of itself, which may be false
 */
public record Behaviour(
        Duration warmUp,
        boolean neverReady,
        Optional<Duration> crashAfter,
        boolean imageMissing,
        Duration terminationDelay,
        boolean neverTerminates,
        ReportBehaviour report) {
    /** Ready at once, leaves at once, tells the truth. */
    public static final Behaviour NORMAL =
            new Behaviour(Duration.ZERO, false, Optional.empty(), false, Duration.ZERO, false, ReportBehaviour.TRUE);

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException if a duration is negative
     */
    public Behaviour {
        Durations.requireNotNegative("warmUp", warmUp);
        crashAfter.ifPresent(after -> Durations.requireNotNegative("crashAfter", after));
        Durations.requireNotNegative("terminationDelay", terminationDelay);
    }

    public Behaviour withWarmUp(Duration newWarmUp) {
        return new Behaviour(
                newWarmUp, neverReady, crashAfter, imageMissing, terminationDelay, neverTerminates, report);
    }

    public Behaviour withNeverReady() {
        return new Behaviour(warmUp, true, crashAfter, imageMissing, terminationDelay, neverTerminates, report);
    }

    /** Each run of a container ends that long after its start, with exit code 1. */
    public Behaviour withCrashAfter(Duration running) {
        return new Behaviour(
                warmUp, neverReady, Optional.of(running), imageMissing, terminationDelay, neverTerminates, report);
    }

    /** Containers end as soon as they are started; one that runs ends now. */
    public Behaviour withCrashLoop() {
        return withCrashAfter(Duration.ZERO);
    }

    public Behaviour withImageMissing() {
        return new Behaviour(warmUp, neverReady, crashAfter, true, terminationDelay, neverTerminates, report);
    }

    public Behaviour withTerminationDelay(Duration delay) {
        return new Behaviour(warmUp, neverReady, crashAfter, imageMissing, delay, neverTerminates, report);
    }

    public Behaviour withNeverTerminates() {
        return new Behaviour(warmUp, neverReady, crashAfter, imageMissing, terminationDelay, true, report);
    }

    public Behaviour withReport(ReportBehaviour newReport) {
        return new Behaviour(
                warmUp, neverReady, crashAfter, imageMissing, terminationDelay, neverTerminates, newReport);
    }
}
