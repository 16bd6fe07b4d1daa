package dev.fleetcell.operator.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A cell as it is.
 *
 * @param replicas nodes that the workload is told to have
 * @param fresh the cell has never been whole: its first waves are measured by the target
 * @param censusPassed the operator has asked every node once since it started, whatever it found
 * @param nodes pods that exist
 */
public record Observed(int replicas, boolean fresh, boolean censusPassed, List<Node> nodes) {
    /**
     * One node.
     *
     * @param createdAt when its pod was created
     * @param readySince since when it is Ready; empty while it is not
     * @param sample what it said last; empty if it never did
     * @param trouble why it is not Ready, if a reason is known
     */
    public record Node(
            String name,
            Instant createdAt,
            Optional<Instant> readySince,
            Optional<Sample> sample,
            Optional<String> trouble) {
        public boolean ready() {
            return readySince.isPresent();
        }
    }

    /**
     * What a node said of itself.
     *
     * @param at when it said so
     * @param tasks kernel tasks
     * @param peers names of the peers it is connected to
     * @param refusedAt when a thread start was last seen to be refused
     * @param message why it does not serve, or what is wrong while it does; for people, and empty when nothing is
     */
    public record Sample(Instant at, int tasks, Set<String> peers, Optional<Instant> refusedAt, String message) {}

    public Observed {
        nodes = List.copyOf(nodes);
    }

    public List<Node> ready() {
        return nodes.stream().filter(Node::ready).toList();
    }
}
