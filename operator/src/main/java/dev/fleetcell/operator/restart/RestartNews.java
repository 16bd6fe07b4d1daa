package dev.fleetcell.operator.restart;

import dev.fleetcell.api.v1alpha1.ColdRestartStatus;
import dev.fleetcell.operator.plan.RestartPlan;
import dev.fleetcell.operator.plan.RestartWaitReason;
import dev.fleetcell.operator.plan.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What happened to a restart between the status that stands and the one that follows. */
final class RestartNews {
    private final @Nullable ColdRestartStatus before;
    private final ColdRestartStatus after;

    /** One event. */
    record Edge(RestartEvent event, String note) {}

    RestartNews(@Nullable ColdRestartStatus before, ColdRestartStatus after) {
        this.before = before;
        this.after = after;
    }

    /** Whether somebody waits for the difference; else it is a figure that only moves. */
    boolean isUrgent() {
        return before == null
                || !what(before).equals(what(after))
                || !cells(before).equals(cells(after));
    }

    private static List<String> what(ColdRestartStatus status) {
        var conditions = Optional.ofNullable(status.conditions).stream()
                .flatMap(List::stream)
                .map(c -> c.type + c.status)
                .toList();
        return List.of(
                String.valueOf(status.observedGeneration),
                String.valueOf(status.phase),
                String.valueOf(status.cell),
                String.valueOf(status.startedAt),
                String.valueOf(status.finishedAt),
                held(status).orElse(""),
                conditions.toString());
    }

    private static Map<String, String> cells(ColdRestartStatus status) {
        return Optional.ofNullable(status.cells).stream()
                .flatMap(List::stream)
                .collect(Collectors.toMap(c -> c.name, c -> c.phase + c.finishedAt));
    }

    /** What happened, in its order. */
    List<Edge> edges(RestartPlan plan) {
        var edges = new ArrayList<Edge>();
        if (RestartStatus.isOver(before)) {
            return edges;
        }
        if (after.startedAt != null && (before == null || before.startedAt == null)) {
            edges.add(new Edge(RestartEvent.RestartStarted, started()));
        }
        plan.cells().stream()
                .filter(c -> c.finishedAt().isPresent() && !wasFinished(c.name()))
                .forEach(c -> edges.add(new Edge(RestartEvent.CellRestarted, finished(c))));
        phase(plan).ifPresent(edges::add);
        heldEdge().ifPresent(edges::add);
        return edges;
    }

    /** The restart is held now, and was not, or for another reason. */
    Optional<Edge> heldEdge() {
        return held(after)
                .filter(word -> before == null || !Optional.of(word).equals(held(before)))
                .map(word -> new Edge(
                        RestartEvent.RestartHeld,
                        (after.progress == null ? word : after.progress) + ": " + after.wait.message));
    }

    private Optional<Edge> phase(RestartPlan plan) {
        if (before != null && Objects.equals(before.phase, after.phase)) {
            return Optional.empty();
        }
        var why = after.progress + plan.waits().map(w -> ": " + w.message()).orElse("");
        return switch (plan.phase()) {
            case Paused -> Optional.of(new Edge(RestartEvent.RestartPaused, why));
            case Aborted -> Optional.of(new Edge(RestartEvent.RestartAborted, why));
            case Expired -> Optional.of(new Edge(RestartEvent.RestartExpired, why));
            case Completed -> Optional.of(new Edge(RestartEvent.RestartCompleted, completed()));
            case Pending, Running, Baking -> Optional.empty();
        };
    }

    private String started() {
        return after.nodes.restarted > 0
                ? "goes on: %s nodes carry its name already".formatted(after.progress)
                : "cells: %d, nodes: %d".formatted(after.cells.size(), after.nodes.total);
    }

    private static String finished(RestartPlan.Cell cell) {
        var nodes = cell.figures().map(f -> f.total()).orElse(0);
        return cell.deleted()
                ? "%s was deleted: nothing is left to restart in it".formatted(cell.name())
                : "%s: every node was restarted and is Ready (%d)".formatted(cell.name(), nodes);
    }

    private String completed() {
        var took = Duration.between(Instant.parse(after.startedAt), Instant.parse(after.finishedAt));
        return "%s nodes in %d min %d s".formatted(after.progress, took.toMinutes(), took.toSecondsPart());
    }

    private boolean wasFinished(String cell) {
        return before != null
                && before.cells != null
                && before.cells.stream().anyMatch(c -> c.name.equals(cell) && c.finishedAt != null);
    }

    /** The word for a wait that is news; empty for none, and for one that is a part of every restart. */
    private static Optional<String> held(@Nullable ColdRestartStatus status) {
        return Optional.ofNullable(status)
                .map(s -> s.wait)
                .map(w -> w.reason)
                .filter(word -> Arrays.stream(RestartWaitReason.values())
                        .noneMatch(r -> r.name().equals(word) && r.isRoutine()))
                .filter(word -> Arrays.stream(WaitReason.values())
                        .noneMatch(r -> r.name().equals(word) && r.isRoutine()));
    }
}
