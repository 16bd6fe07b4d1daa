package dev.fleetcell.operator.sim;

import java.util.List;

/**
 * What there is, in words that a fake and a real cluster share: revisions by the letter of their template.
 *
 * @param pods by ordinal
 * @param revisions all ControllerRevisions, oldest number first; a letter twice would be a rollback under a new name
 */
record Seen(List<Pod> pods, Status status, List<String> revisions) {
    /**
     * @param madeFrom the template that its spec is of
     * @param revision the revision that its label names
     * @param renewed whether it is another pod than after the step before
     */
    record Pod(
            int ordinal,
            String madeFrom,
            String revision,
            PodPhase phase,
            boolean ready,
            boolean deleting,
            boolean renewed) {}

    /** @param observed whether the controller has seen the newest spec */
    record Status(
            boolean observed,
            int replicas,
            int ready,
            int current,
            int updated,
            String currentRevision,
            String updateRevision) {}

    /** Of the PodDisruptionBudget. */
    record Budget(int expected, int healthy, int desired, int allowed) {}

    /** For every ordinal the template, {@code +} Ready, {@code -} being deleted, {@code _} no pod; then current>update. */
    String line() {
        var line = new StringBuilder();
        var next = 0;
        for (var pod : pods) {
            line.append("_ ".repeat(pod.ordinal() - next));
            line.append(pod.revision()).append(pod.ready() ? "+" : "").append(pod.deleting() ? "- " : " ");
            next = pod.ordinal() + 1;
        }
        return line + "| " + status.currentRevision() + ">" + status.updateRevision();
    }
}
