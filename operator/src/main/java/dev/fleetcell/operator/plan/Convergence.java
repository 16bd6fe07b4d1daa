package dev.fleetcell.operator.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether every Ready node is connected to every other Ready node.
 *
 * @param missing which connection is not there, in one sentence; empty when all are that could be asked
 * @param allReport whether every Ready node reports; an image without the contract never does
 */
public record Convergence(Optional<String> missing, boolean allReport) {
    /** A node that never reports counts as known by its peers after it was Ready this long. */
    static final Duration SILENT = Duration.ofSeconds(10);

    /** Judges the Ready nodes of {@code observed}. */
    public static Convergence of(Observed observed, Instant now) {
        var ready = observed.ready();
        var missing = ready.stream()
                .flatMap(node -> missing(node, ready, now).stream())
                .findFirst();
        return new Convergence(missing, ready.stream().allMatch(n -> n.sample().isPresent()));
    }

    private static Optional<String> missing(Observed.Node node, List<Observed.Node> ready, Instant now) {
        if (node.sample().isEmpty()) {
            return node.readySince()
                    .filter(since -> since.plus(SILENT).isAfter(now))
                    .map(since -> "%s has not reported yet; after %d s its peers count as known"
                            .formatted(node.name(), SILENT.toSeconds()));
        }
        var peers = node.sample().get().peers();
        var unknown = ready.stream()
                .map(Observed.Node::name)
                .filter(name -> !name.equals(node.name()) && !peers.contains(name))
                .toList();
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("%s is not connected to %s".formatted(node.name(), some(unknown)));
    }

    /** The first three, and how many more. */
    static String some(List<String> names) {
        var shown = String.join(", ", names.subList(0, Math.min(3, names.size())));
        return names.size() <= 3 ? shown : shown + " and %d more".formatted(names.size() - 3);
    }
}
