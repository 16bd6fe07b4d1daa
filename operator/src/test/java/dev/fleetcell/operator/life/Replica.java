package dev.fleetcell.operator.life;

import dev.fleetcell.operator.cell.Cluster;
import dev.fleetcell.sandbox.process.LocalProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A replica of the operator: a process, and a name in the lease that outlives it. */
final class Replica {
    private static final int LINES = 400;

    private final Cluster cluster;
    private final String identity;
    private volatile LocalProcess process;

    private Replica(Cluster cluster, String identity) throws IOException {
        this.cluster = cluster;
        this.identity = identity;
        this.process = cluster.startOperator(identity);
    }

    static Replica start(Cluster cluster, String identity) throws IOException {
        return new Replica(cluster, identity);
    }

    /** The one of these that leads, as soon as one does. */
    static Replica awaitLeader(Cluster cluster, List<Replica> some) {
        cluster.awaitThat("one of " + some + " leads", () -> some.stream().anyMatch(Replica::leads));
        return some.stream().filter(Replica::leads).findFirst().orElseThrow();
    }

    void awaitLeading() {
        awaitLeader(cluster, List.of(this));
    }

    void awaitStandingBy() {
        cluster.awaitThat(this + " stands by", () -> says("leader is"));
    }

    /** Whether it has begun to lead; it ends when it leads no more. */
    boolean leads() {
        return says("leading");
    }

    /** SIGKILL: the lease stays held. */
    void kill() {
        if (!process.isAlive()) {
            throw new AssertionError(this + " ended by itself:\n" + process.tail(60));
        }
        process.kill();
    }

    /** SIGTERM: the lease is given back. */
    void terminate() {
        process.terminate(Duration.ofSeconds(10));
    }

    /** Starts it again, under the same name, as a container is: so it leads at once, if it did. */
    void startAgain() throws IOException {
        process = cluster.startOperator(identity);
    }

    @Override
    public String toString() {
        return identity + " in " + process;
    }

    private boolean says(String what) {
        if (!process.isAlive()) {
            throw new AssertionError(this + " has ended:\n" + process.tail(60));
        }
        return process.tail(LINES).contains(what);
    }
}
