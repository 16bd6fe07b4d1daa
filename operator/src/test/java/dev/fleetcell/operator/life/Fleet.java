package dev.fleetcell.operator.life;

import static dev.fleetcell.operator.cell.Cluster.condition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.api.v1alpha1.FleetCellSpec;
import dev.fleetcell.operator.cell.Cluster;
import dev.fleetcell.sandbox.SandboxBuilder;
import dev.fleetcell.sandbox.binaries.KubernetesBinary;
import dev.fleetcell.sandbox.fakepods.Behaviour;
import dev.fleetcell.sandbox.fakepods.FakePods;
import dev.fleetcell.sandbox.fakepods.PodTraits;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A cluster for cells of fake nodes: controllers that are not slowed down, and nodes that behave as a test says, cell by cell. */
final class Fleet implements AutoCloseable {
    static final String IMAGE = "fake-node";

    /** The variable of the template by which tests tell one template from another. */
    static final String COLOR = "COLOR";

    /**
     * Takes two seconds to end and one to warm up. Were they quicker than evictions are, the StatefulSet controller would replace
     * nodes above the frontier before the operator comes to evict them.
     */
    static final Behaviour WELL =
            Behaviour.NORMAL.withTerminationDelay(Duration.ofSeconds(2)).withWarmUp(Duration.ofSeconds(1));

    /** The most cold starts an hour that a cell may have. */
    private static final int FASTEST = 100_000;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    final Cluster cluster;
    private final Map<String, Function<Pod, Behaviour>> behaviours = new ConcurrentHashMap<>();

    private Fleet(Cluster cluster) {
        this.cluster = cluster;
        pods().behave(this::behaviour);
    }

    static Fleet start(UnaryOperator<SandboxBuilder> settings) throws IOException, SQLException {
        return new Fleet(Cluster.start(builder -> settings.apply(builder.fakeImage(IMAGE)
                .flag(KubernetesBinary.KUBE_CONTROLLER_MANAGER, "--kube-api-qps=500")
                .flag(KubernetesBinary.KUBE_CONTROLLER_MANAGER, "--kube-api-burst=1000")
                .flag(KubernetesBinary.KUBE_SCHEDULER, "--kube-api-qps=500")
                .flag(KubernetesBinary.KUBE_SCHEDULER, "--kube-api-burst=1000"))));
    }

    FakePods pods() {
        return cluster.sandbox.fakePods();
    }

    /**
     * Creates a cell of fake nodes, for which there is room for 200 and more.
     *
     * @param wavePercent rollout.maxWavePercent
     * @param maxWarming rollout.maxWarming; the pace is the fastest that there is
     */
    void create(String name, int nodes, int wavePercent, int maxWarming) {
        create(name, nodes, wavePercent, maxWarming, spec -> {});
    }

    /** The same, with more in the specs of its pods. */
    void create(String name, int nodes, int wavePercent, int maxWarming, Consumer<ObjectNode> pod) {
        var cell = cluster.cell(name, nodes, 400);
        cell.getSpec().nodes = new FleetCellSpec.Nodes();
        cell.getSpec().nodes.max = 300;
        cell.getSpec().rollout.maxWavePercent = wavePercent;
        cell.getSpec().rollout.maxWarming = maxWarming;
        cell.getSpec().rollout.nodesPerHour = FASTEST;
        Cluster.node(cell).put("image", IMAGE).putArray("env");
        pod.accept((ObjectNode) cell.getSpec().template.at("/spec"));
        cluster.sandbox.admin().resource(cell).create();
    }

    /** From now on the nodes of that cell behave so. */
    void behave(String cell, Function<Pod, Behaviour> how) {
        behaviours.put(cell, how);
        pods().behave(this::behaviour);
    }

    /** From now on those nodes of the cell behave so whose ordinals are given, and the others well. */
    void behave(String cell, List<Integer> ordinals, Behaviour how) {
        behave(cell, pod -> ordinals.contains(ordinal(pod)) ? how : WELL);
    }

    /** From now on the nodes of that cell behave well. */
    void behaveWell(String cell) {
        behave(cell, pod -> WELL);
    }

    /** A new template, all of which is a color. */
    void color(String cell, String color) {
        cluster.edit(cell, c -> setColor(c, color));
    }

    static void setColor(FleetCell cell, String color) {
        var env = Cluster.node(cell).putArray("env");
        env.addObject().put("name", COLOR).put("value", color);
    }

    static String color(Pod pod) {
        return PodTraits.env(pod, COLOR).orElse("");
    }

    static int ordinal(Pod pod) {
        return PodTraits.ordinal(pod).orElseThrow();
    }

    /** Waits until a cell has so many nodes, all Ready and of its template, and nothing is to be done. */
    FleetCell awaitSettled(String cell, int nodes) {
        return awaitCell(cell, cell + " is settled with " + nodes + " nodes", c -> isSettled(c, nodes));
    }

    /** Waits until a cell waits for that. */
    FleetCell awaitWait(String cell, String reason) {
        return awaitCell(
                cell,
                cell + " waits: " + reason,
                c -> c.getStatus().change != null && reason.equals(c.getStatus().change.wait));
    }

    /** Waits until so many passes over the cell have seen all that was there when this was called. */
    void awaitPasses(String cell, int passes) {
        for (int i = 0; i < passes; i++) {
            cluster.edit( // each pass tells which edit it has seen
                    cell,
                    c -> c.getSpec().rollout.nodesPerHour = FASTEST + FASTEST - 1 - c.getSpec().rollout.nodesPerHour);
            awaitCell(
                    cell,
                    cell + " had a pass",
                    c -> Objects.equals(
                            c.getStatus().observedGeneration, c.getMetadata().getGeneration()));
        }
    }

    /** Waits with the patience that hundreds of nodes need on a machine that is busy. */
    FleetCell awaitCell(String cell, String what, Predicate<FleetCell> condition) {
        return cluster.awaitCell(cell, what, PATIENCE, condition);
    }

    private static boolean isSettled(FleetCell cell, int nodes) {
        var status = cell.getStatus();
        return Objects.equals(status.observedGeneration, cell.getMetadata().getGeneration())
                && condition(cell, "Ready").status.equals("True")
                && status.nodes.ready == nodes
                && status.nodes.current == nodes
                && status.change == null
                && status.revision.frontier == 0
                && status.revision.current.equals(status.revision.update);
    }

    private Behaviour behaviour(Pod pod) {
        return behaviours
                .getOrDefault(PodTraits.label(pod, "fleetcell.dev/cell").orElse(""), p -> WELL)
                .apply(pod);
    }

    @Override
    public void close() throws IOException {
        cluster.close();
    }
}
