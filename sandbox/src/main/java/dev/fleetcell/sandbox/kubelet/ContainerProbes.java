package dev.fleetcell.sandbox.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The probes of one run of a container, each in a virtual thread: first the startup probe until it succeeds, then readiness and
 * liveness side by side. They tell what they found by three answers and a wake-up.
 */
final class ContainerProbes implements AutoCloseable {
    private final Container container;
    private final String podIp;
    private final Runnable changed;
    private final Consumer<String> unhealthy;
    private final List<Thread> threads = new ArrayList<>();
    private boolean closed;
    private volatile boolean started;
    private volatile boolean ready;
    private volatile @Nullable String restartReason;

    /**
     * @param changed is run after an answer has changed
     * @param unhealthy takes a sentence at the first failure of a row
     */
    ContainerProbes(Container container, String podIp, Runnable changed, Consumer<String> unhealthy) {
        this.container = container;
        this.podIp = podIp;
        this.changed = changed;
        this.unhealthy = unhealthy;
    }

    void start() {
        Probe startup = container.getStartupProbe();
        if (startup == null) {
            hasStarted();
        } else {
            run(ProbeKind.STARTUP, startup, false);
        }
    }

    boolean isStarted() {
        return started;
    }

    boolean isReady() {
        return ready;
    }

    /** Why the container must be restarted, if it must. */
    Optional<String> restartReason() {
        return Optional.ofNullable(restartReason);
    }

    @Override
    public synchronized void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }

    private void hasStarted() {
        started = true;
        if (container.getReadinessProbe() == null) {
            ready = true;
        } else {
            run(ProbeKind.READINESS, container.getReadinessProbe(), false);
        }
        if (container.getLivenessProbe() != null) {
            run(ProbeKind.LIVENESS, container.getLivenessProbe(), true);
        }
        changed.run();
    }

    private synchronized void run(ProbeKind kind, Probe probe, boolean passing) {
        if (!closed) {
            String name = kind.title() + " of " + container.getName() + " at " + podIp;
            threads.add(Thread.ofVirtual().name(name).start(() -> loop(kind, probe, passing)));
        }
    }

    private void loop(ProbeKind kind, Probe probe, boolean passing) {
        ProbeTracker tracker = new ProbeTracker(
                passing, orElse(probe.getSuccessThreshold(), 1), orElse(probe.getFailureThreshold(), 3));
        ProbeCheck check = new ProbeCheck(container, probe, podIp);
        Duration period = Duration.ofSeconds(orElse(probe.getPeriodSeconds(), 10));
        try {
            Thread.sleep(Duration.ofSeconds(Objects.requireNonNullElse(probe.getInitialDelaySeconds(), 0)));
            boolean again = true;
            while (again) {
                Optional<String> failure = check.run();
                boolean reached = tracker.reaches(failure.isEmpty());
                if (failure.isPresent() && tracker.failsFirst()) {
                    unhealthy.accept(kind.title() + " probe failed: " + failure.get());
                }
                again = !reached || obey(kind, tracker.isPassing());
                if (again) {
                    Thread.sleep(period);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Acts on a verdict and tells whether the probe goes on. */
    private boolean obey(ProbeKind kind, boolean passing) {
        if (kind == ProbeKind.READINESS) {
            if (ready != passing) {
                ready = passing;
                changed.run();
            }
            return true;
        }
        if (!passing) {
            restartReason = "Container " + container.getName() + " failed "
                    + kind.title().toLowerCase(Locale.ROOT) + " probe, will be restarted";
            changed.run();
            return false;
        }
        if (kind == ProbeKind.STARTUP) {
            hasStarted();
            return false;
        }
        return true;
    }

    private static int orElse(@Nullable Integer value, int fallback) {
        return value == null || value < 1 ? fallback : value;
    }
}
