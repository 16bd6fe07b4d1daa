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
 * @param revisions what nodes are made from; empty while there is no workload
 * @param bucket cold starts that may be caused
 */
public record Observed(
        int replicas,
        boolean fresh,
        boolean censusPassed,
        List<Node> nodes,
        Optional<Revisions> revisions,
        Bucket bucket) {
    /**
     * One node.
     *
     * @param ordinal number at the end of its name, from 0
     * @param uid of its pod: one that comes back under its name is another
     * @param seenAt since when the operator knows its pod: ages are counted by one clock
     * @param revision name of the revision it was made from
     * @param stamp name of the restart that it carries; empty for none
     * @param readySince since when it is Ready; empty while it is not
     * @param sample what it said last; empty if it never did
     * @param trouble why it is not Ready; empty when it is
     */
    public record Node(
            String name,
            int ordinal,
            String uid,
            Instant seenAt,
            String revision,
            String stamp,
            Optional<Instant> readySince,
            Optional<Sample> sample,
            Optional<Trouble> trouble) {
        public boolean ready() {
            return readySince.isPresent();
        }

        /** Whether its trouble is of that kind. */
        public boolean is(Trouble.Kind kind) {
            return trouble.filter(t -> t.kind() == kind).isPresent();
        }

        /** Whether it is on its way out, and will be gone soon. */
        boolean ending() {
            return is(Trouble.Kind.Ending);
        }

        boolean lost() {
            return is(Trouble.Kind.Lost);
        }
    }

    /**
     * What a node said of itself.
     *
     * @param at when it said so
     * @param tasks kernel tasks
     * @param peers names of the peers it is connected to
     * @param refusedAt when a thread start was last seen to be refused
     * @param storeAt when it last had an answer of the metadata store; empty if it does not say
     * @param message why it does not serve, or what is wrong while it does; for people, and empty when nothing is
     */
    public record Sample(
            Instant at,
            int tasks,
            Set<String> peers,
            Optional<Instant> refusedAt,
            Optional<Instant> storeAt,
            String message) {}

    public Observed {
        nodes = List.copyOf(nodes);
    }

    public List<Node> ready() {
        return nodes.stream().filter(Node::ready).toList();
    }

    /** The same cell with these nodes only. */
    Observed with(List<Node> some) {
        return new Observed(replicas, fresh, censusPassed, some, revisions, bucket);
    }

    /** The same cell without nodes that the workload has been told to remove. */
    Observed withoutCondemned() {
        return with(nodes.stream().filter(n -> n.ordinal() < replicas).toList());
    }

    /** Nodes of another revision than the newest one. */
    List<Node> outdated() {
        return revisions
                .map(r -> nodes.stream()
                        .filter(n -> !n.revision().equals(r.update()))
                        .toList())
                .orElse(List.of());
    }
}
