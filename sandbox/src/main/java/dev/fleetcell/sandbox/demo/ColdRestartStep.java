package dev.fleetcell.sandbox.demo;

import dev.fleetcell.api.v1alpha1.ColdRestart;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Every node of the cell is restarted cold, at a pace that the metadata store can bear. Half-way the operator is killed, and
 * another one goes on.
 */
final class ColdRestartStep {
    private static final String NAME = "restart-1";
    private static final String STAMP = "fleetcell.dev/restart";
    /** A node every three seconds: slow enough to be seen, quick enough for a demo. */
    private static final Pace PACE = new Pace(2, 1200);

    private static final Duration UNTIL_BEGUN = Duration.ofMinutes(10);
    private static final Duration SPAN = Duration.ofSeconds(10);
    private static final Set<String> OVER = Set.of("Completed", "Aborted", "Expired");

    private final Stage stage;
    private final Narrator narrator;
    private final RestartBar bar = new RestartBar(Demo.GROWN, ZoneId.systemDefault());

    ColdRestartStep(Stage stage, Narrator narrator) {
        this.stage = stage;
        this.narrator = narrator;
    }

    void play() throws IOException, InterruptedException {
        narrator.step("a cold restart of the cell, and the operator is killed half-way");
        Set<String> names = names(stage.pods());
        try (NodeWatch watch = stage.watchNodes()) {
            create();
            ColdRestart half = await(
                    watch,
                    "half of the nodes are restarted",
                    r -> restarted(watch).size() >= Demo.GROWN / 2);
            Expect.that(!isOver(half), "the restart is under way, and it is " + half.getStatus().phase);
            replaceOperator(watch);
            ColdRestart end = await(watch, "the restart is over", ColdRestartStep::isOver);
            narrator.command("kubectl get coldrestarts");
            narrator.line(Stage.require(stage.kubectl("get", "coldrestarts")));
            checkEnd(half, end);
            NodeHistory history = stage.wholeHistory(watch);
            checkNodes(history, names);
            checkPace(history.evicted().values());
        }
        narrator.notice(
                "in 2020 the servers came back at a few hundred an hour, and nobody could see how far it was. Here pace,"
                        + " progress and end stand on the object, and its name on every node that is done: whoever leads goes on");
    }

    private void create() throws IOException {
        String yaml = yaml(Instant.now().plus(UNTIL_BEGUN).truncatedTo(ChronoUnit.SECONDS));
        Path file = stage.directory().resolve("restart.yaml");
        Files.writeString(file, yaml);
        narrator.command("kubectl apply -f restart.yaml");
        narrator.line(yaml);
        Stage.require(stage.kubectl("apply", "-f", file.toString()));
    }

    private void replaceOperator(NodeWatch watch) throws IOException, InterruptedException {
        String dead = stage.leader();
        long killed = stage.killOperator();
        Instant from = Instant.now();
        narrator.notice(
                "SIGKILL for the operator, process %d. Another one is started, process %d; it has to wait until the lease of the dead one runs out"
                        .formatted(killed, stage.startOperator()));
        stage.await(
                "the new operator leads",
                () -> Optional.of(stage.leader()).filter(leader -> !leader.isEmpty() && !leader.equals(dead)),
                () -> show(watch, Optional.of("a leader")));
        narrator.notice(
                "the new one leads, %d s later, and goes on where the dead one was; the nodes served without either of them"
                        .formatted(Duration.between(from, Instant.now()).toSeconds()));
    }

    private static void checkEnd(ColdRestart half, ColdRestart end) throws IOException {
        Expect.that(
                end.getStatus().phase.equals("Completed"),
                "the restart is Completed, and it is " + end.getStatus().phase);
        Expect.that(
                end.getStatus().startedAt.equals(half.getStatus().startedAt),
                "the restart went on, it did not begin again");
    }

    private void checkNodes(NodeHistory history, Set<String> names) throws IOException {
        Expect.that(
                history.present().stream().allMatch(p -> NodeHistory.serves(p) && isRestarted(p)),
                "every node carries the name of the restart, and serves");
        Expect.that(
                names(history.present()).equals(names)
                        && names(history.born()).equals(names)
                        && history.born().size() == names.size()
                        && history.evicted().size() == names.size(),
                "each node was restarted exactly once");
        Expect.that(
                history.fewestServing() >= Demo.GROWN - PACE.burst(),
                "at most %d nodes were away at once, and %d were"
                        .formatted(PACE.burst(), Demo.GROWN - history.fewestServing()));
        narrator.line("each of the %d nodes was restarted exactly once; lowest number of Ready nodes at any moment: %d"
                .formatted(names.size(), history.fewestServing()));
    }

    /** A cold start is caused when a node is asked to go: how long that takes is the node's business. */
    private void checkPace(Collection<Instant> starts) throws IOException {
        Optional<String> tooFast = PACE.exceeded(starts);
        Expect.that(tooFast.isEmpty(), "the pace is kept, and there were " + tooFast.orElse(""));
        narrator.line("most cold starts in any %d s: %d (%d at once and %d an hour would allow %.1f)"
                .formatted(
                        SPAN.toSeconds(), Pace.most(starts, SPAN), PACE.burst(), PACE.perHour(), PACE.allowed(SPAN)));
    }

    /** Waits for a restart as {@code condition} says, or one that is over. */
    private ColdRestart await(NodeWatch watch, String what, Predicate<ColdRestart> condition)
            throws IOException, InterruptedException {
        return stage.await(
                what,
                () -> Optional.ofNullable(stage.restart(NAME))
                        .filter(r -> r.getStatus() != null && r.getStatus().phase != null)
                        .filter(condition.or(ColdRestartStep::isOver)),
                () -> show(watch, Optional.empty()));
    }

    private void show(NodeWatch watch, Optional<String> instead) {
        Optional.ofNullable(stage.restart(NAME))
                .map(ColdRestart::getStatus)
                .flatMap(status -> bar.state(status, restarted(watch), instead))
                .ifPresent(narrator::progress);
    }

    private static List<Pod> restarted(NodeWatch watch) {
        return watch.history().present().stream()
                .filter(ColdRestartStep::isRestarted)
                .toList();
    }

    private static boolean isRestarted(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getAnnotations())
                .orElse(Map.of())
                .getOrDefault(STAMP, "")
                .equals(NAME);
    }

    private static boolean isOver(ColdRestart restart) {
        return OVER.contains(restart.getStatus().phase);
    }

    private static Set<String> names(Collection<Pod> pods) {
        return pods.stream().map(p -> p.getMetadata().getName()).collect(Collectors.toSet());
    }

    private static String yaml(Instant startBefore) {
        return """
                apiVersion: fleetcell.dev/v1alpha1
                kind: ColdRestart
                metadata:
                  name: %s                       # every node that is done carries this name
                spec:
                  cells: {names: [%s]}
                  startBefore: "%s"   # not begun by then, it never will
                  pace: {nodesPerHour: %d, maxWarming: %d}
                  bakeSeconds: 0
                """.formatted(NAME, Stage.CELL, startBefore, PACE.perHour(), PACE.burst());
    }
}
