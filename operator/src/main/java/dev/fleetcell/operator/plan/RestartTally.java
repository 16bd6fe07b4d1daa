package dev.fleetcell.operator.plan;

import dev.fleetcell.operator.plan.Observed.Node;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The nodes of one cell as one restart counts them: by the stamp that they carry. */
final class RestartTally {
    private final String stamp;
    private final RestartCell cell;
    private final List<Node> nodes;
    private final List<Node> stamped;

    RestartTally(String stamp, RestartCell cell) {
        this.stamp = stamp;
        this.cell = cell;
        this.nodes = seen().map(v -> v.observed().withoutCondemned().nodes()).orElse(List.of());
        this.stamped = nodes.stream().filter(n -> n.stamp().equals(stamp)).toList();
    }

    private Optional<CellView> seen() {
        return cell.view().filter(v -> cell.exists());
    }

    /**
     * How many nodes there are; what was told last where nothing is seen, empty where nothing ever was. In a cell that is
     * finished every node counts as restarted: one that comes back later carries the stamp as well.
     */
    Optional<RestartFigures> figures(boolean finished) {
        if (cell.deleted()) {
            return Optional.of(RestartFigures.NONE);
        }
        if (seen().isEmpty()) {
            return cell.told();
        }
        var failed = failed().size();
        return Optional.of(new RestartFigures(
                total(),
                finished ? total() : Math.min(total(), stamped.size()),
                (int) stamped.stream().filter(n -> !n.ready()).count() - failed,
                failed));
    }

    private int total() {
        return seen().map(v -> v.observed().replicas()).orElse(0);
    }

    /** Whether every node was restarted and is Ready; a cell without nodes is. */
    boolean whole() {
        return allReady() && stamped.size() == nodes.size();
    }

    /** Whether every node that the cell is told to have is there and Ready. */
    boolean allReady() {
        return seen().isPresent() && nodes.size() == total() && nodes.stream().allMatch(Node::ready);
    }

    /** Whether the restart was begun here: nodes carry the stamp, or the workload does. */
    boolean begun() {
        return stands() || !stamped.isEmpty();
    }

    /** Whether the workload carries the stamp, so that it is this restart which the cell asks whether to go on. */
    boolean stands() {
        return seen().filter(v -> v.stamp().equals(stamp)).isPresent();
    }

    /** Nodes that are still to be restarted, or are not Ready yet. */
    int remaining() {
        return Math.max(0, total() - (int) stamped.stream().filter(Node::ready).count());
    }

    /** Nodes that are not Ready, for people. */
    String unready() {
        var missing = Math.max(0, total() - nodes.size());
        var who = nodes.stream().filter(n -> !n.ready()).toList();
        return who.isEmpty() ? "%d have no pod yet".formatted(missing) : GrowthGate.describe(who);
    }

    /**
     * Restarted nodes that failed: those that will not get better by waiting a little, and those that are not Ready two
     * minutes after they were first seen. One that is just being removed comes back, so it is no failure.
     */
    List<Node> failed() {
        return seen().map(CellView::at)
                .map(at -> stamped.stream().filter(n -> failed(n, at)).toList())
                .orElse(List.of());
    }

    private static boolean failed(Node node, Instant at) {
        return !node.ready()
                && !node.ending()
                && (node.trouble().filter(t -> t.kind().failing()).isPresent()
                        || !node.seenAt().plus(GrowthGate.WARMING).isAfter(at));
    }

    /** Since when restarted nodes are Ready, earliest first. */
    List<Instant> readySince() {
        return stamped.stream()
                .flatMap(n -> n.readySince().stream())
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
