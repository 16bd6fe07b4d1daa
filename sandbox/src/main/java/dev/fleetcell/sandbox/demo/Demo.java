package dev.fleetcell.sandbox.demo;

import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.sandbox.CommandResult;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * 25 November 2020 in small, with the other ending: a capacity addition that would take every node over its thread limit
 * is refused before the first pod, a bad template stops at its first wave, and a cold restart shows how far it is.
 */
public final class Demo {
    static final int GROWN = 12;
    /** Nodes that may be cold at the same time. */
    static final int MAX_WARMING = 3;

    private static final int NODES = 6;
    private static final int TOO_MANY = 40;
    /** A budget of 60: 32 threads, 16 for the pod and one per peer fit up to 13 nodes; nodes.max (100) never binds. */
    private static final int LIMIT = 76;
    /** A budget of 53: 6 nodes. */
    private static final int LOWER_LIMIT = 67;

    private final Stage stage;
    private final Narrator narrator;

    private Demo(Stage stage, Narrator narrator) {
        this.stage = stage;
        this.narrator = narrator;
    }

    /**
     * Plays the whole story.
     *
     * @param keep leaves everything running until the process is told to end
     * @throws IOException when a step does not show what it says; the message says which
     */
    public static void play(boolean keep) throws IOException, InterruptedException {
        Checkout checkout = Checkout.here();
        Narrator narrator = Narrator.onScreen();
        narrator.title(
                "FleetCell: the guard at work on real threads. Everything runs on this machine as plain processes.");
        narrator.step("a cluster and a metadata store");
        try (Stage stage = Stage.set(checkout, narrator)) {
            narrator.line("etcd, kube-apiserver, kube-controller-manager, kube-scheduler; a stand-in for the kubelet");
            stage.startOperator();
            Demo demo = new Demo(stage, narrator);
            demo.create();
            demo.askForTooMuch();
            demo.askWithoutOperator();
            demo.grow();
            new BadTemplateStep(stage, narrator).play();
            new ColdRestartStep(stage, narrator).play();
            demo.lowerTheLimit();
            narrator.title("%nall of it happened as told, in %d s".formatted(narrator.seconds()));
            if (keep) {
                demo.keep();
            }
        } catch (SQLException e) {
            throw new IOException("the metadata store: " + e.getMessage(), e);
        }
    }

    private void create() throws IOException, InterruptedException {
        narrator.step("a cell of " + NODES + " nodes with a thread budget");
        Path file = stage.directory().resolve("cell.yaml");
        Files.writeString(file, yaml());
        narrator.command("kubectl apply -f cell.yaml");
        narrator.line(yaml().substring(0, yaml().indexOf("  template:")) + "  template: ...");
        Stage.require(stage.kubectl("apply", "-f", file.toString()));
        FleetCell cell = stage.await("the cell is Ready", CellState::ready, progress(NODES));
        showNodes(cell, NODES);
        narrator.notice(
                "every node has one thread for every other node, as in 2020; modelled includes 16 for pause, probes"
                        + " and exec, which do not run here; budget is the limit less 20 %");
    }

    private void askForTooMuch() throws IOException {
        narrator.step("more than the budget holds");
        expectRefusal();
        narrator.notice(
                "refused before the first pod: with that many nodes, each of them, old and new, would have gone over"
                        + " its limit");
    }

    private void askWithoutOperator() throws IOException {
        narrator.step("the same with the operator stopped");
        stage.stopOperator();
        expectRefusal();
        narrator.notice("the rule lives in the API server: it holds while no operator runs");
        stage.startOperator();
    }

    private void grow() throws IOException, InterruptedException {
        narrator.step("growth within the budget, in waves");
        narrator.command("kubectl scale fleetcell use1-a --replicas " + GROWN);
        Stage.require(scale(GROWN));
        FleetCell cell = stage.await(
                "the cell has grown", c -> CellState.ready(c) && c.getStatus().nodes.ready == GROWN, progress(GROWN));
        showNodes(cell, GROWN);
        narrator.notice(
                "the next wave came only when every Ready node was connected to every Ready node; six peers more"
                        + " are six threads more on every node");
    }

    private void lowerTheLimit() throws IOException, InterruptedException {
        narrator.step("the declared limit turns out to be lower");
        String patch = "{\"spec\":{\"threads\":{\"limit\":" + LOWER_LIMIT + "}}}";
        narrator.command("kubectl patch fleetcell use1-a --type merge -p '" + patch + "'");
        Stage.require(stage.kubectl("patch", "fleetcell", Stage.CELL, "--type", "merge", "-p", patch));
        FleetCell cell = stage.await(
                "growth is blocked",
                c -> CellState.observed(c)
                        && CellState.condition(c, "ScaleBlocked").status.equals("True"),
                () -> {});
        narrator.command("kubectl get fleetcell");
        narrator.line(Stage.require(stage.kubectl("get", "fleetcell")));
        narrator.line("ceiling: " + cell.getStatus().ceiling.message);
        Expect.that(cell.getStatus().ceiling.capacity < GROWN, "the ceiling is below what the cell has");
        Expect.that(stage.pods().size() == GROWN, "all nodes are still there");
        narrator.notice("the truth can always be told; a lower limit removes no node, it blocks the next one:");
        expectRefused(GROWN + 1);
    }

    private void keep() throws InterruptedException {
        narrator.title("""

                left running, as asked. In another terminal:
                  export KUBECONFIG=%s
                  kubectl -n %s describe fleetcell %s
                logs are in %s. Ctrl-C here ends it and leaves nothing behind.""".formatted(stage.kubeconfig(), Stage.NAMESPACE, Stage.CELL, stage.directory()));
        Thread.currentThread().join(); // until Ctrl-C: the shutdown hook of the processes ends everything
    }

    private void expectRefusal() throws IOException {
        expectRefused(TOO_MANY);
        Expect.that(stage.pods().size() == NODES, "no pod was added");
    }

    private void expectRefused(int replicas) throws IOException {
        narrator.command("kubectl scale fleetcell use1-a --replicas " + replicas);
        CommandResult refused = scale(replicas);
        narrator.line(refused.err());
        Expect.that(refused.exitCode() != 0, "the API server refuses " + replicas + " units");
        Expect.that(refused.err().contains("thread budget"), "the refusal names the thread budget");
    }

    private CommandResult scale(int replicas) throws IOException {
        return stage.kubectl("scale", "fleetcell", Stage.CELL, "--replicas", String.valueOf(replicas));
    }

    private void showNodes(FleetCell cell, int nodes) throws IOException {
        List<NodeTable.Row> rows = NodeTable.rows(stage);
        int modelled = cell.getStatus().threads.modelled;
        int budget = cell.getStatus().threads.budget;
        narrator.line(NodeTable.print(rows, modelled, budget));
        Expect.that(rows.size() == nodes, "there are " + nodes + " nodes");
        for (NodeTable.Row row : rows) {
            Expect.that(row.measured() >= nodes - 1, row.node() + " has a thread for each peer");
            Expect.that(row.measured() <= modelled, row.node() + " has no more threads than modelled");
            Expect.that(row.measured() <= budget, row.node() + " is within its budget");
        }
    }

    /** A line whenever the number of nodes changes. */
    private Runnable progress(int wanted) {
        AtomicInteger last = new AtomicInteger(-1);
        return () -> {
            List<Pod> nodes = stage.pods();
            if (last.getAndSet(nodes.size()) != nodes.size()) {
                long ready = nodes.stream().filter(NodeHistory::serves).count();
                narrator.line("%d of %d nodes, %d Ready".formatted(nodes.size(), wanted, ready));
            }
        };
    }

    private String yaml() {
        return """
                apiVersion: fleetcell.dev/v1alpha1
                kind: FleetCell
                metadata:
                  name: %s
                spec:
                  capacity: %d
                  sizes:
                  - {name: m, units: 1}
                  threads:
                    limit: %d                # kernel tasks that a node may have
                    reservePercent: 20
                    peerChurn: 0             # a peer that comes back reuses its slot
                    groups:
                    - {name: jvm, fixed: 16}
                    - {name: http, fixed: 5}
                    - {name: workers, perUnit: 8}
                    - {name: mesh, fixed: 2, perPeer: 1}
                    - {name: store, fixed: 1}
                  rollout: {maxWavePercent: 50, maxWarming: %d, nodesPerHour: 36000}
                  template:
                    spec:
                      terminationGracePeriodSeconds: 10
                      containers:
                      - name: node
                        image: %s
                        env:
                        - {name: FLEETCELL_STORE_URL, value: "%s"}
                        - {name: FLEETCELL_STORE_USER, value: "%s"}
                        ports:
                        - {name: gateway, containerPort: 8080}
                        - {name: management, containerPort: 9000}
                        readinessProbe: {httpGet: {path: /q/health/ready, port: management}, periodSeconds: 1}
                        livenessProbe: {httpGet: {path: /q/health/live, port: management}, initialDelaySeconds: 60}
                """.formatted(Stage.CELL, NODES, LIMIT, MAX_WARMING, stage.image(), stage.storeUrl(), stage.storeUser());
    }
}
