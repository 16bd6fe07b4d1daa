package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.CellPlan;
import dev.fleetcell.operator.plan.Content;
import dev.fleetcell.operator.plan.RestartOrder;
import dev.fleetcell.operator.plan.RestartOrder.Stand;
import dev.fleetcell.operator.plan.Step;
import dev.fleetcell.operator.plan.WaitReason;
import java.util.Optional;
import java.util.function.Supplier;

/** Judges how a history ends, and that no cell is said to be at rest that is not. */
final class Ending {
    private final World world;
    private final Kubelets kubelets;
    private final Supplier<Optional<RestartOrder>> order;
    private final long stillFor;
    private boolean quiet;
    private long stillSince;
    private Optional<WaitReason> stillOn = Optional.empty();
    private long stillVersion;
    private boolean ended;
    private String last = "no pass";

    /**
     * @param order what a restart asks of the cell now
     * @param stillFor milliseconds without any change after which a wait is one that lasts
     */
    Ending(World world, Kubelets kubelets, Supplier<Optional<RestartOrder>> order, long stillFor) {
        this.world = world;
        this.kubelets = kubelets;
        this.order = order;
        this.stillFor = stillFor;
    }

    /** All trouble is over. */
    void quiet() {
        quiet = true;
        stillOn = Optional.empty();
    }

    /** Whether the history has come to a good end. */
    boolean ended() {
        return ended;
    }

    /** What the last pass came to. */
    String last() {
        return last;
    }

    /** How it ended: at rest, or with a wait. */
    Optional<WaitReason> waitsFor() {
        return stillOn;
    }

    void passed(Pass pass, CellPlan done) {
        last = Trace.step(done.step());
        if (pass.live.filter(world.pods()::equals).isEmpty()
                || !pass.policy.equals(world.cell().spec())) {
            return;
        }
        if (done.step() instanceof Step.Rest) {
            checkRest(pass);
            ended = quiet;
            stillOn = Optional.empty();
        } else if (quiet) {
            judge(pass, done);
        }
    }

    private void judge(Pass pass, CellPlan done) {
        var reason =
                done.step() instanceof Step.Hold hold ? Optional.of(hold.on().reason()) : Optional.<WaitReason>empty();
        var version = world.cluster.version();
        if (reason.isEmpty() || !reason.equals(stillOn) || version != stillVersion) {
            stillOn = reason;
            stillSince = world.agenda.now();
            stillVersion = version;
        } else if (stillSince + stillFor <= world.agenda.now()) {
            new Truth(world, kubelets, pass, order.get()).check(reason.get(), last);
            ended = true;
        }
    }

    private void checkRest(Pass pass) {
        var workload = world.workload();
        var replicas = workload.map(w -> w.core().replicas()).orElse(0);
        var wanted = pass.plan.desired();
        require(replicas == wanted, "%d nodes, %d are wanted".formatted(replicas, wanted));
        if (workload.isEmpty()) {
            return;
        }
        var set = workload.get();
        var go = pass.order.filter(o -> o.stand() == Stand.GO);
        var content = new Content(
                pass.policy.template(),
                go.map(RestartOrder::name).orElse(set.applied().stamp()));
        require(set.applied().equals(content), "applied is not wanted: " + content);
        require(set.settled().equals(content), "not settled");
        require(set.core().partition() == 0, "the frontier is not 0");
        require(set.allOfOneRevision() || replicas == 0, "current is not update");
        var count = 0;
        for (var pod : world.pods()) {
            if (pod.ordinal() < replicas) {
                count++;
                require(pod.ready(), "not Ready: " + pod);
                require(pod.content().equals(Contents.text(content)), "of other content: " + pod);
            }
        }
        require(count == replicas, count + " pods of " + replicas);
    }

    private void require(boolean holds, String how) {
        if (!holds) {
            throw new BrokenInvariant(
                    Invariant.REST, how + "; " + world.workload().map(Trace::workload) + Trace.pods(world.pods()));
        }
    }
}
