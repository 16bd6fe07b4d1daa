package dev.fleetcell.sandbox.fakepods;

import dev.fleetcell.sandbox.kubelet.HostedPod;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What all fake pods share.
 *
 * @param choice how a pod is to behave now
 * @param refusal why a pod cannot be run, as a sentence
 * @param forget called when nothing of a pod is left
 */
record Common(
        ScheduledExecutorService executor,
        AnswerServer server,
        Cells cells,
        Tally tally,
        Function<Pod, Behaviour> choice,
        Function<HostedPod, Optional<String>> refusal,
        Consumer<FakePod> forget) {}
