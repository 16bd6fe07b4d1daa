package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.Observed;
import dev.fleetcell.operator.plan.Shape;
import dev.fleetcell.operator.plan.Step;
import dev.fleetcell.operator.plan.Trouble;
import dev.fleetcell.operator.sim.history.World.Cause;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What happened last, for people. Written down only while a failed history is played again: words cost more than deeds. */
final class Trace {
    private final Agenda agenda;
    private final int most;
    private final Deque<String> lines = new ArrayDeque<>();

    /** Keeps the last {@code most} lines; 0 for none. */
    Trace(Agenda agenda, int most) {
        this.agenda = agenda;
        this.most = most;
    }

    void say(Supplier<String> what) {
        if (most > 0) {
            var text = what.get();
            if (!text.isEmpty()) {
                lines.add("%9.3f  %s".formatted(agenda.now() / 1000.0, text));
            }
            if (lines.size() > most) {
                lines.remove();
            }
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    static String pod(Pod pod) {
        var core = pod.core();
        var state = core.deleting()
                ? "ending"
                : core.ended() ? "failed" : core.ready() ? "Ready" : core.pending() ? "pending" : "up";
        return "%d:%s:%s%s"
                .formatted(
                        pod.ordinal(),
                        pod.content(),
                        state,
                        pod.shows().map(k -> "(" + k + ")").orElse(""));
    }

    static String pods(List<Pod> pods) {
        return pods.stream().map(Trace::pod).collect(Collectors.joining(" ", "[", "]"));
    }

    static String workload(Workload w) {
        return "%d nodes, frontier %d, %s, settled %s, current %s, update %s%s"
                .formatted(
                        w.core().replicas(),
                        w.core().partition(),
                        w.core().template(),
                        Contents.text(w.settled()),
                        short1(w.core().currentRevision()),
                        short1(w.core().updateRevision()),
                        w.core().observedGeneration() < w.core().generation() ? " (not seen)" : "");
    }

    private static String short1(String revision) {
        return revision.isEmpty() ? "-" : Contents.ofRevision(revision);
    }

    static String shape(Shape shape) {
        return "(%d nodes, frontier %d, %s, settled %s)"
                .formatted(
                        shape.replicas(),
                        shape.frontier(),
                        Contents.text(shape.applied()),
                        Contents.text(shape.settled()));
    }

    static String step(Step step) {
        return switch (step) {
            case Step.Replace replace ->
                "Replace(" + replace.kind() + " "
                        + replace.nodes().stream()
                                .map(n -> String.valueOf(n.ordinal()))
                                .collect(Collectors.joining(","))
                        + ")";
            case Step.Scale scale -> "Scale(" + scale.kind() + " " + scale.replicas() + ")";
            case Step.Revise revise -> "Revise(" + revise.kind() + " " + Contents.text(revise.content()) + ")";
            case Step.Hold hold ->
                "Hold(" + hold.kind() + " " + hold.on().reason() + ": "
                        + hold.on().message() + ")";
            case Step.Rest rest -> "Rest";
        };
    }

    static String nodes(Observed observed) {
        return observed.nodes().stream()
                .map(n -> n.ordinal() + ":"
                        + Contents.ofRevision(n.revision())
                        + (n.ready()
                                ? ""
                                : ":"
                                        + n.trouble()
                                                .map(Trouble::kind)
                                                .map(Enum::name)
                                                .orElse("?")))
                .collect(Collectors.joining(" ", observed.replicas() + "[", "]"));
    }

    static String change(
            Cause cause,
            List<Pod> before,
            List<Pod> after,
            Optional<Workload> workloadBefore,
            Optional<Workload> workload) {
        var gone = before.stream()
                .filter(p -> after.stream().noneMatch(q -> q.uid().equals(p.uid())))
                .map(p -> "-" + p.ordinal());
        var other = after.stream().filter(p -> !before.contains(p)).map(Trace::pod);
        var pods = java.util.stream.Stream.concat(gone, other).collect(Collectors.joining(" "));
        var set = workload.equals(workloadBefore)
                ? ""
                : workload.map(Trace::workload).orElse("no StatefulSet");
        return "    " + cause + " " + pods + (set.isEmpty() ? "" : "  {" + set + "}");
    }
}
