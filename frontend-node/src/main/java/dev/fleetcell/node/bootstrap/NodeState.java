package dev.fleetcell.node.bootstrap;

import dev.fleetcell.node.mesh.Mesh;
import dev.fleetcell.node.threads.TaskAllowance;
import dev.fleetcell.node.threads.TaskCensus;
import dev.fleetcell.node.threads.ThreadStarts;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Looks at the parts of the node and judges, and remembers whether it was ever ready. Safe for use by several threads.
 */
public final class NodeState {
    private static final Logger LOG = Logger.getLogger(NodeState.class);

    private final Parts parts;
    private volatile List<String> missing = List.of();
    private volatile boolean stopping;
    private volatile boolean served;
    private volatile Judgement last = new Judgement(Phase.COLD, false, "starting");

    /** What is looked at. */
    public record Parts(
            ShardMapKeeper map, Mesh mesh, ThreadStarts starts, TaskCensus census, Supplier<TaskAllowance> allowance) {}

    /** A look and what follows from it: of one moment. */
    public record Seen(Observed observed, Judgement judgement) {}

    public NodeState(Parts parts) {
        this.parts = parts;
    }

    /**
     * Looks and judges.
     *
     * @param censusAge how old the count of tasks may be
     */
    public synchronized Seen look(Duration censusAge) {
        Observed now = new Observed(
                stopping,
                parts.map().status(),
                parts.mesh().view(),
                missing,
                parts.starts().refusedNow(),
                parts.census().recent(censusAge),
                parts.allowance().get());
        Judgement judgement = ReadinessRule.judge(served, now);
        log(last, judgement);
        served |= judgement.ready();
        last = judgement;
        return new Seen(now, judgement);
    }

    /** What was judged last. */
    public Judgement last() {
        return last;
    }

    /** Whether requests are taken: since the first readiness, and while stopping until the port closes. */
    public boolean serves() {
        return served;
    }

    /** Parts of the node that do not run, one sentence each. */
    public void missing(List<String> sentences) {
        missing = List.copyOf(sentences);
    }

    /** From now on the node is not ready any more. */
    public void beginStop() {
        stopping = true;
    }

    public boolean stopping() {
        return stopping;
    }

    private static void log(Judgement before, Judgement now) {
        if (before.phase() != now.phase()) {
            LOG.infof("%s -> %s", before.phase().label(), now.phase().label());
        }
        if (!now.message().isEmpty() && !now.message().equals(before.message())) {
            LOG.infof("%s: %s", now.phase().label(), now.message());
        }
    }
}
