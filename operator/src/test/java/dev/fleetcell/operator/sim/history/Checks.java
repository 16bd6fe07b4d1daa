package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.plan.CellPlan;
import dev.fleetcell.operator.plan.ChangeKind;
import dev.fleetcell.operator.plan.RestartOrder.Stand;
import dev.fleetcell.operator.plan.Shape;
import dev.fleetcell.operator.plan.Step;
import dev.fleetcell.operator.plan.Trouble;
import dev.fleetcell.operator.sim.history.World.Cause;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Sees everything that happens and throws {@link BrokenInvariant} at once when it must not. */
final class Checks implements World.Watcher {
    private final World world;
    private final Places places;
    private final FirstWave firstWave;
    private final Floor floor;
    private final Ending ending;
    private final Trace trace;
    private final Unused unused = new Unused();
    private final Pace pace = new Pace();
    /** Uids of nodes that were not Ready when the frontier passed them: should they recover, the controller takes them by itself. */
    private final Set<String> passedWhileAway = new HashSet<>();

    private int window = 1;
    private long passes;

    Checks(World world, Places places, Ending ending, Trace trace) {
        this.world = world;
        this.places = places;
        this.ending = ending;
        this.trace = trace;
        this.firstWave = new FirstWave(world, places);
        this.floor = new Floor(world, places);
    }

    long passes() {
        return passes;
    }

    void say(Supplier<String> what) {
        trace.say(what);
    }

    void planned(Pass pass) {
        passes++;
        firstWave.windowIs(pass.window());
        floor.windowIs(pass.window());
        say(() -> "%s%s sees %s; plans %s, shape %s, away %d, bucket %d"
                .formatted(
                        pass.operator,
                        pass.live.isPresent() ? "" : " (old caches)",
                        Trace.nodes(pass.observed),
                        Trace.step(pass.plan.step()),
                        pass.plan.shape().map(Trace::shape).orElse("none"),
                        pass.plan.away(),
                        pass.observed.bucket().milli()));
        var step = pass.plan.step();
        var does = !(step instanceof Step.Hold) && !(step instanceof Step.Rest);
        require(!pass.policy.paused() || !does, Invariant.PAUSED, () -> "plans " + step);
    }

    void passed(Pass pass, CellPlan done) {
        ending.passed(pass, done);
    }

    void told(Pass pass, Cell.Status status) {
        pace.told(pass, status);
    }

    void paid(Pass pass, int starts) {
        say(() -> "%s pays %d, left %s"
                .formatted(
                        pass.operator,
                        starts,
                        world.cell().status().map(s -> s.pace().milli())));
        pass.paid += starts;
        unused.pay(pass, starts);
        pace.paid(pass, starts);
    }

    void beforeApply(Pass pass, Optional<Workload> live, Shape shape) {
        say(() -> "%s applies %s over %s"
                .formatted(
                        pass.operator,
                        Trace.shape(shape),
                        live.map(Trace::workload).orElse("none")));
        window = pass.window();
        var before = live.map(w -> w.core().replicas()).orElse(0);
        if (shape.replicas() > before) {
            pass.added += shape.replicas() - before;
            checkGrowth(pass, shape.replicas());
        } else if (shape.replicas() < before) {
            var wanted = pass.plan
                    .size()
                    .map(s -> pass.policy.nodesFor(s, pass.policy.capacity()))
                    .orElse(0);
            require(shape.replicas() >= wanted, Invariant.SHRINK, () -> shape.replicas() + ", wanted " + wanted);
        }
        live.ifPresent(w -> checkFrontier(pass, w, shape));
        require(
                !pass.policy.paused()
                        || live.filter(w -> w.applied().equals(shape.applied())).isPresent(),
                Invariant.PAUSED,
                () -> "applies " + shape);
    }

    private void checkFrontier(Pass pass, Workload live, Shape shape) {
        for (var node : pass.observed.nodes()) {
            var passed = node.ordinal() >= shape.frontier()
                    && node.ordinal() < Math.min(live.core().partition(), shape.replicas())
                    && !Contents.ofRevision(node.revision()).equals(Contents.text(shape.applied()));
            if (passed && !node.ready()) {
                passedWhileAway.add(node.uid());
            }
            require(
                    !passed || !node.ready() || pass.admitted.contains(node.uid()),
                    Invariant.ASKED,
                    () -> "the frontier passes " + node);
        }
    }

    private void checkGrowth(Pass pass, int nodes) {
        require(!pass.policy.paused(), Invariant.PAUSED, () -> "adds nodes");
        require(pass.added <= pass.paid, Invariant.TICKET, () -> pass.added + " added, " + pass.paid + " paid for");
        var size = pass.plan.size().orElseThrow();
        require(
                pass.guard().fits(size, nodes) && nodes <= pass.policy.nodesFor(size, pass.policy.capacity()),
                Invariant.GUARD,
                () -> nodes + " nodes of " + pass.policy);
    }

    void beforeEviction(Pass pass, Optional<Pod> pod, Optional<String> uid) {
        window = pass.window();
        pod.ifPresent(p -> {
            say(() -> "%s evicts %s".formatted(pass.operator, Trace.pod(p)));
            require(uid.isPresent(), Invariant.UID, () -> p + " is evicted whatever its uid");
            require(!pass.policy.paused(), Invariant.PAUSED, () -> "evicts " + p);
        });
        if (pass.plan.step() instanceof Step.Replace replace && replace.kind() == ChangeKind.Restart) {
            var stand = pass.order.map(o -> o.stand());
            require(stand.filter(s -> s == Stand.GO).isPresent(), Invariant.STOPPED, () -> stand + " evicts " + pod);
        }
    }

    void evicted(Pass pass, Optional<Pod> gone) {
        var pod = gone.orElseThrow();
        if (pod.core().deleting()) {
            return;
        }
        unused.use(pod, pass.operator);
        var newest = pass.observed.revisions().map(r -> r.update()).orElse("");
        require(!pod.core().revision().equals(newest), Invariant.NEWEST, () -> pod + " of " + newest);
        if (pod.ready()) {
            concurrency(pass.operator);
        }
    }

    private void concurrency(String who) {
        require(
                places.ours() <= window,
                Invariant.CONCURRENCY,
                () -> "%d nodes are away for our changes, window %d, after %s took one more: %s"
                        .formatted(places.ours(), window, who, Trace.pods(world.pods())));
    }

    @Override
    public void changed(Cause cause, List<Pod> before, Optional<Workload> workloadBefore) {
        say(() -> Trace.change(cause, before, world.pods(), workloadBefore, world.workload()));
        for (var pod : places.takenByController()) {
            if (passedWhileAway.contains(pod.uid())) {
                continue;
            }
            // A lost one is away anyway; one that has not started has not asked the store for anything.
            if (pod.shows().filter(k -> k == Trouble.Kind.Lost).isEmpty()
                    && !pod.core().pending()) {
                unused.use(pod, "the controller");
            }
            if (pod.ready()) {
                concurrency("the controller");
            }
        }
        firstWave.check();
        floor.check();
    }

    private void require(boolean holds, Invariant invariant, Supplier<String> how) {
        if (!holds) {
            fail(invariant, how);
        }
    }

    private static void fail(Invariant invariant, Supplier<String> how) {
        throw new BrokenInvariant(invariant, how.get());
    }
}
