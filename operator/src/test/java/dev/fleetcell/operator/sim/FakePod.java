package dev.fleetcell.operator.sim;

/**
 * A pod as the API server has it.
 *
 * @param name {@code <StatefulSet>-<ordinal>}; the next pod of that ordinal has the same name and another uid
 * @param owner the uid of the StatefulSet that controls it; {@link #ORPHAN} if none does
 * @param revision the name of the ControllerRevision that it was made from, its label {@code controller-revision-hash}
 * @param ready the Ready condition
 * @param bound whether {@code spec.nodeName} is set
 * @param deleting whether it has a {@code deletionTimestamp}
 */
record FakePod(
        String name,
        int ordinal,
        String uid,
        String owner,
        String revision,
        PodPhase phase,
        boolean ready,
        boolean bound,
        boolean deleting) {
    static final String ORPHAN = "";

    FakePod ownedBy(String newOwner) {
        return new FakePod(name, ordinal, uid, newOwner, revision, phase, ready, bound, deleting);
    }

    FakePod withStatus(PodPhase newPhase, boolean newReady) {
        return new FakePod(name, ordinal, uid, owner, revision, newPhase, newReady, bound, deleting);
    }

    FakePod onAMachine() {
        return new FakePod(name, ordinal, uid, owner, revision, phase, ready, true, deleting);
    }

    FakePod onItsWayOut() {
        return new FakePod(name, ordinal, uid, owner, revision, phase, ready, bound, true);
    }
}
