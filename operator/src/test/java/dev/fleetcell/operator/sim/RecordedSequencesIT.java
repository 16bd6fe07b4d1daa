package dev.fleetcell.operator.sim;

import dev.fleetcell.sandbox.Sandbox;
import dev.fleetcell.sandbox.binaries.KubernetesBinary;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The fakes against what they stand for: the StatefulSet controller, the disruption controller and the eviction API of a real
 * control plane. The sequences run side by side, each with a StatefulSet of its own.
 *
 * <p>{@code -Dfleetcell.sim.seed=N} plays that random sequence only; {@code -Dfleetcell.sim.sequences=N} that many of them.
 */
class RecordedSequencesIT {
    private static final Long SEED = Long.getLong("fleetcell.sim.seed");
    private static final int SEQUENCES = Integer.getInteger("fleetcell.sim.sequences", 20);
    private static final int SIDE_BY_SIDE = 8;

    private static Sandbox sandbox;
    private static KubernetesClient client;
    private static ExecutorService executor;
    private static final Map<Sequence, Future<?>> running = new LinkedHashMap<>();

    @BeforeAll
    static void start() throws IOException {
        sandbox = Sandbox.builder()
                .flag(KubernetesBinary.KUBE_CONTROLLER_MANAGER, "--kube-api-qps=500")
                .flag(KubernetesBinary.KUBE_CONTROLLER_MANAGER, "--kube-api-burst=1000")
                // Nobody renews the lease of the machine on which the pods are said to be.
                .flag(KubernetesBinary.KUBE_CONTROLLER_MANAGER, "--node-monitor-grace-period=1h")
                .progress(System.err::println)
                .start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(sandbox.admin().getConfiguration())
                        .withRequestRetryBackoffLimit(0)
                        .withMaxConcurrentRequestsPerHost(SIDE_BY_SIDE)
                        .build())
                .build();
        createMachine();
        executor = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        sequences().forEach(sequence -> running.put(sequence, executor.submit(() -> play(sequence))));
    }

    @AfterAll
    static void stop() throws IOException {
        executor.shutdownNow();
        client.close();
        sandbox.close();
    }

    @TestFactory
    Stream<DynamicTest> theFakeEndsWhereTheRealOneDoes() {
        return running.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey().name(), () -> join(entry.getValue())));
    }

    private static void play(Sequence sequence) {
        new Comparison(sequence, Optional.of(new RealPlayer(client, sequence.name()))).play();
    }

    private static void join(Future<?> future) throws Throwable {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static List<Sequence> sequences() {
        if (SEED != null) {
            return List.of(RandomSequence.of(SEED));
        }
        var all = new ArrayList<>(NamedSequences.all());
        LongStream.rangeClosed(1, SEQUENCES).mapToObj(RandomSequence::of).forEach(all::add);
        return all;
    }

    private static void createMachine() {
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(RealPlayer.MACHINE)
                        .endMetadata()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .endCondition()
                        .endStatus()
                        .build())
                .create();
    }
}
