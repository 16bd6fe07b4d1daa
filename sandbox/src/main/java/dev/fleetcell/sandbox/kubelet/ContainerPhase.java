package dev.fleetcell.sandbox.kubelet;

import dev.fleetcell.sandbox.process.LocalProcess;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a container is doing. */
sealed interface ContainerPhase {
    /** As it is written into status. */
    ContainerState state();

    /** Not running (yet). */
    record Waiting(WaitingReason reason, String message) implements ContainerPhase {
        @Override
        public ContainerState state() {
            return new ContainerStateBuilder()
                    .withNewWaiting(message.isEmpty() ? null : message, reason.value())
                    .build();
        }
    }

    /** A process runs. */
    record Running(LocalProcess process, Instant since) implements ContainerPhase {
        @Override
        public ContainerState state() {
            return new ContainerStateBuilder().withNewRunning(time(since)).build();
        }
    }

    /**
     * The process has ended.
     *
     * @param message may be empty
     */
    record Ended(int exitCode, String message, String containerId, Instant since, Instant until)
            implements ContainerPhase {
        @Override
        public ContainerState state() {
            return new ContainerStateBuilder()
                    .withNewTerminated()
                    .withContainerID(containerId)
                    .withExitCode(exitCode)
                    .withReason(exitCode == 0 ? "Completed" : "Error")
                    .withMessage(message.isEmpty() ? null : message)
                    .withStartedAt(time(since))
                    .withFinishedAt(time(until))
                    .endTerminated()
                    .build();
        }
    }

    /** Kubernetes keeps times in whole seconds. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
