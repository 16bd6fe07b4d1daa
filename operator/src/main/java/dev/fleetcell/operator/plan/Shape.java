package dev.fleetcell.operator.plan;

/**
 * What the workload of a size is told.
 *
 * @param replicas nodes
 * @param frontier lowest ordinal that gets the newest revision; above all ordinals, no node does
 * @param applied what the newest revision is made from
 * @param settled what all nodes were made from when last they were all of one revision and Ready
 */
public record Shape(int replicas, int frontier, Content applied, Content settled) {
    Shape withReplicas(int n) {
        return new Shape(n, frontier, applied, settled);
    }

    /** With the frontier somewhere else; 0 at rest, where every node is of the newest revision. */
    public Shape withFrontier(int ordinal) {
        return new Shape(replicas, ordinal, applied, settled);
    }

    Shape withApplied(Content content) {
        return new Shape(replicas, frontier, content, settled);
    }

    Shape withSettled(Content content) {
        return new Shape(replicas, frontier, applied, content);
    }
}
