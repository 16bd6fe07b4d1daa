package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.Trouble;
import java.util.Optional;

/** What the cluster knows of a pod besides what the API server shows. Times are in milliseconds since the history began. */
final class Life {
    static final long NEVER = -1;

    final String uid;
    final int ordinal;
    final long born;
    final Fate fate;
    int machine;
    long readySince = NEVER;
    int restarts;
    /** Its machine has stopped to speak of it, and the node controller has said so. */
    boolean silent;

    boolean crashing;

    /** How a pod fares if nobody troubles it. */
    enum Fate {
        /** It becomes Ready. */
        WELL,
        /** It runs and never becomes Ready. */
        NEVER_READY,
        /** Its container ends again and again. */
        CRASHES,
        /** Its image is missing. */
        CANNOT_START
    }

    Life(String uid, int ordinal, long born, Fate fate, int machine) {
        this.uid = uid;
        this.ordinal = ordinal;
        this.born = born;
        this.fate = fate;
        this.machine = machine;
    }

    /** What its status shows of why it is not Ready. */
    Optional<Trouble.Kind> shows() {
        if (silent) {
            return Optional.of(Trouble.Kind.Lost);
        }
        if (crashing) {
            return Optional.of(Trouble.Kind.Crashing);
        }
        return fate == Fate.CANNOT_START ? Optional.of(Trouble.Kind.CannotStart) : Optional.empty();
    }
}
