package dev.fleetcell.operator.sim;

/**
 * A StatefulSet as the API server has it: {@code podManagementPolicy: Parallel}, {@code updateStrategy: RollingUpdate}.
 *
 * @param generation counts the edits of the spec, from 1
 * @param replicas 0 or more
 * @param partition 0 or more; may be above {@code replicas}
 * @param template stands for {@code spec.template}: the same text is the same template. Short, as revisions are named after it
 * @param historyLimit {@code spec.revisionHistoryLimit}
 */
record FakeStatefulSet(
        String name,
        String uid,
        long generation,
        int replicas,
        int partition,
        String template,
        int historyLimit,
        Status status) {
    /** What {@code spec.revisionHistoryLimit} is where nobody says. */
    static final int DEFAULT_HISTORY_LIMIT = 10;

    FakeStatefulSet {
        if (replicas < 0 || partition < 0 || historyLimit < 0) {
            throw new IllegalArgumentException("replicas " + replicas + ", partition " + partition
                    + " and history limit " + historyLimit + " must be 0 or more");
        }
    }

    /**
     * @param readyReplicas pods that run and are Ready, those that are being deleted included
     * @param currentReplicas pods of the current revision that are not being deleted
     * @param updatedReplicas pods of the update revision that are not being deleted
     * @param currentRevision empty until the first sync
     */
    record Status(
            long observedGeneration,
            int replicas,
            int readyReplicas,
            int currentReplicas,
            int updatedReplicas,
            String currentRevision,
            String updateRevision) {
        static final Status NONE = new Status(0, 0, 0, 0, 0, "", "");
    }

    FakeStatefulSet withStatus(Status newStatus) {
        return new FakeStatefulSet(name, uid, generation, replicas, partition, template, historyLimit, newStatus);
    }
}
