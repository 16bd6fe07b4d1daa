package dev.fleetcell.operator.sim.history;

import dev.fleetcell.operator.cell.Replacement;
import dev.fleetcell.operator.cell.StaleCacheException;
import dev.fleetcell.operator.plan.Bucket;
import dev.fleetcell.operator.plan.CellPlan;
import dev.fleetcell.operator.plan.ChangeKind;
import dev.fleetcell.operator.plan.Observed;
import dev.fleetcell.operator.plan.Observed.Node;
import dev.fleetcell.operator.plan.RestartOrder;
import dev.fleetcell.operator.plan.Shape;
import dev.fleetcell.operator.plan.Step;
import dev.fleetcell.operator.plan.Wait;
import dev.fleetcell.operator.plan.WaitReason;
import dev.fleetcell.operator.plan.WaitReason.End;
import dev.fleetcell.operator.sim.history.World.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One process of the operator: its caches, its memory, its passes. It does what {@code CellReconciler}, {@code Observer}, {@code
 * Workload}, {@code Ledger}, {@code Applier} and {@code Publisher} of the room {@code cell} do, with the real planner and the real
 * {@link Replacement}.
 */
final class Operator implements World.Watcher {
    private static final long WHILE_CHANGING = 1000;
    private static final long AT_REST = 10_000;
    private static final long CACHE_BEHIND = 100;
    private static final long CACHE_DELAY = 3000;
    private static final long BREATH = 10_000;
    private static final long ORDER_TERM = 30_000;
    private static final long CENSUS = 2000;
    /** An idle operator looks less often here, so that a history is not made of passes that do nothing. */
    private static final int MOST_IDLE = 5;

    private final String name;
    private final World world;
    private final Conduct conduct;
    private final Checks checks;
    private final Nodes nodes;
    private final Api api;
    private final Mishaps mishaps;
    private final long clockAhead;
    private final long born;

    private final Log.Cache<Cell> cells;
    private final Log.Cache<Optional<Workload>> workloads;
    private final Log.Cache<List<Pod>> pods;

    private final Starts starts = new Starts();
    private final Sightings sightings = new Sightings();
    private Optional<RestartOrder> order = Optional.empty();
    private long orderUntil;
    private @Nullable Sent sentWorkload;
    private int sentBudget = -1;
    private long writtenVersion = -1;
    private long writtenAt;
    private long toldAt = Long.MIN_VALUE / 2;

    private boolean dead;
    private boolean busy;
    private boolean again;
    private long due = Long.MAX_VALUE;
    private int idle;
    private boolean wrote;

    private record Sent(Shape shape, long generation, long at) {}

    /** What befalls an operator. */
    interface Mishaps {
        /** How long a request takes, in milliseconds. */
        long requestMillis();

        /** Whether it dies before the next request. */
        boolean kills();

        /** How old caches are, in milliseconds; asked for each and each time. */
        long lag();

        /** How many passes an event causes: none when it is lost, two when it comes twice. */
        int passesForAnEvent();
    }

    /**
     * A process that has just started, with full caches.
     *
     * @param clockAhead milliseconds by which its clock is ahead of the world's; negative when it is behind
     */
    Operator(
            String name,
            World world,
            Controllers controllers,
            Nodes nodes,
            Conduct conduct,
            Checks checks,
            Mishaps mishaps,
            long clockAhead) {
        this.name = name;
        this.world = world;
        this.nodes = nodes;
        this.conduct = conduct;
        this.checks = checks;
        this.mishaps = mishaps;
        this.clockAhead = clockAhead;
        this.born = world.agenda.now();
        this.cells = world.cells.cache();
        this.workloads = world.workloads.cache();
        this.pods = world.pods.cache();
        this.api = new Api(world, controllers, checks, this::request);
        schedule(50);
    }

    boolean isDead() {
        return dead;
    }

    /** Ends it; a pass under way ends before its next request. */
    void kill() {
        dead = true;
    }

    /** A restart's own pass gives or renews its order. */
    void give(Optional<RestartOrder> newOrder) {
        if (newOrder.isPresent()) {
            if (!order.equals(newOrder)) {
                schedule(5);
            }
            order = newOrder;
            orderUntil = world.agenda.now() + ORDER_TERM;
        }
    }

    @Override
    public void changed(Cause cause, List<Pod> before, Optional<Workload> workloadBefore) {
        event();
    }

    @Override
    public void cellChanged() {
        event();
    }

    private void event() {
        idle = 0;
        for (var i = mishaps.passesForAnEvent(); i > 0; i--) {
            schedule(i * (2 + mishaps.lag()));
        }
    }

    private void schedule(long millis) {
        var at = world.agenda.now() + millis;
        if (dead || at >= due) {
            return;
        }
        due = at;
        world.agenda.in(millis, () -> {
            if (due == at && !dead) {
                due = Long.MAX_VALUE;
                run();
            }
        });
    }

    private void run() {
        if (busy) {
            again = true;
            return;
        }
        busy = true;
        wrote = false;
        try {
            var next = pass();
            idle = wrote ? 0 : Math.min(MOST_IDLE, idle + 1);
            schedule(again ? 1 : next << Math.max(0, idle - 1));
        } catch (StaleCacheException e) {
            checks.say(() -> name + " finds its cache old");
            schedule(CACHE_BEHIND);
        } catch (Api.Killed e) {
            dead = true;
            checks.say(() -> name + " is killed");
        } finally {
            busy = false;
            again = false;
        }
    }

    private void request() {
        world.agenda.letPass(mishaps.requestMillis());
        if (dead || mishaps.kills()) {
            throw new Api.Killed();
        }
    }

    private Instant now() {
        return world.time().plusMillis(clockAhead);
    }

    /** One pass; how long until the next. */
    private long pass() {
        cells.follow(world.agenda.now() - mishaps.lag());
        workloads.follow(world.agenda.now() - mishaps.lag());
        pods.follow(world.agenda.now() - mishaps.lag());
        var cell = cells.value();
        var workload = workloads.value();
        if (isBehind(cell, workload)) {
            return CACHE_BEHIND;
        }
        var now = now();
        var policy = cell.spec();
        var members = nodes.members(pods.value(), workload);
        var owed = starts.count(members);
        var asked = order.filter(o -> orderUntil > world.agenda.now());
        var told = cell.status()
                .map(Cell.Status::pace)
                .orElseGet(() -> Bucket.full(policy.rollout().rate(), now));
        var observed = new Observed(
                nodes.replicas(pods.value(), workload),
                cell.status().map(Cell.Status::firstFill).orElse(true)
                        || pods.value().isEmpty(),
                world.agenda.now() - born >= CENSUS,
                nodes.nodes(members, sightings.see(members, world.agenda.now()), clockAhead),
                workload.map(Workload::revisions),
                told.owing(owed));
        var facts = nodes.facts(pods.value(), workload, cell);
        var plan = conduct.plan(policy, facts, observed, asked, now);
        var live = cells.live() && workloads.live() && pods.live()
                ? Optional.of(pods.value())
                : Optional.<List<Pod>>empty();
        var pass = new Pass(name, world.agenda.now(), policy, facts, observed, asked, plan, live);
        checks.planned(pass);
        var ledger = new Ledger(pass, cell, owed, now);
        var done = takeStep(pass, ledger, workload).map(plan::heldBy).orElse(plan);
        applyBudget(conduct.budget(plan));
        publish(pass, ledger, done);
        checks.passed(pass, done);
        return next(done, ledger, now);
    }

    private boolean isBehind(Cell cell, Optional<Workload> workload) {
        var sent = sentWorkload;
        var now = world.agenda.now();
        return (writtenAt + CACHE_DELAY > now && cell.version() < writtenVersion)
                || (sent != null
                        && sent.at() + CACHE_DELAY > now
                        && workload.filter(w -> w.core().generation() == sent.generation())
                                .isEmpty());
    }

    /** Tickets of one pass. */
    private final class Ledger implements Replacement.Till {
        private final Pass pass;
        private final int owed;
        private final Instant now;
        private Cell cell;
        private Bucket bucket;

        Ledger(Pass pass, Cell cell, int owed, Instant now) {
            this.pass = pass;
            this.cell = cell;
            this.owed = owed;
            this.now = now;
            this.bucket = pass.observed.bucket();
        }

        @Override
        public void pay(int tickets) {
            bucket = bucket.take(tickets, now, pass.plan.rate());
            write(status(pass, this, pass.plan));
            starts.paid(tickets);
            checks.paid(pass, tickets);
        }

        void write(Cell.Status status) {
            cell = api.writeStatus(cell, status, conduct.writesOverNewerStatus());
            checks.told(pass, status);
            writtenVersion = cell.version();
            writtenAt = world.agenda.now();
            starts.written(owed);
            wrote = true;
        }
    }

    private Optional<Wait> takeStep(Pass pass, Ledger ledger, Optional<Workload> cached) {
        var plan = pass.plan;
        if (plan.size().isEmpty() || plan.shape().isEmpty()) {
            return Optional.empty();
        }
        var shape = plan.shape().get();
        if (plan.step() instanceof Step.Replace replace) {
            return conduct.replace(
                    evictions(pass),
                    ledger,
                    ordinal -> apply(pass, shape.withFrontier(Math.min(shape.frontier(), ordinal)), cached),
                    replace.nodes());
        }
        if (plan.step() instanceof Step.Scale scale && scale.kind() == ChangeKind.Growth) {
            if (cached.isEmpty()) {
                api.ask();
            }
            conduct.grow(ledger, scale.replicas() - pass.observed.replicas(), () -> apply(pass, shape, cached));
            return Optional.empty();
        }
        apply(pass, shape, cached);
        return Optional.empty();
    }

    private Replacement.Evictions evictions(Pass pass) {
        return new Replacement.Evictions() {
            @Override
            public boolean stays(Node node) {
                pods.follow(world.agenda.now() - mishaps.lag());
                return pods.value().stream()
                        .anyMatch(p -> p.uid().equals(node.uid()) && !p.core().deleting());
            }

            @Override
            public Optional<Wait> ask(Node node) {
                return send(node, true);
            }

            @Override
            public Optional<Wait> evict(Node node) {
                return send(node, false);
            }

            @Override
            public int atOnce() {
                return api.disruptionsAllowed();
            }

            private Optional<Wait> send(Node node, boolean dryRun) {
                wrote |= !dryRun;
                return api.evict(pass, node.name(), conduct.uid(node), dryRun)
                        .map(why -> new Wait(WaitReason.DisruptionBudget, node.name() + " may not go now: " + why));
            }
        };
    }

    /** Sends the StatefulSet unless it is known to be there as it should be. */
    private void apply(Pass pass, Shape shape, Optional<Workload> cached) {
        if (cached.isEmpty() && shape.replicas() == 0) {
            return;
        }
        var last = sentWorkload;
        if (last != null
                && last.shape().equals(shape)
                && cached.filter(w -> w.core().generation() == last.generation())
                        .isPresent()) {
            return;
        }
        var live = api.readWorkload();
        var replicas = shape.replicas();
        if (live.isPresent() && !conduct.trustsItsCache()) {
            if (cached.isEmpty()) {
                replicas = Math.max(replicas, live.get().core().replicas());
            } else if (!sameSpec(cached.get(), live.get())) {
                throw new StaleCacheException();
            }
        }
        var sent = new Shape(replicas, shape.frontier(), shape.applied(), shape.settled());
        var now = api.applyWorkload(pass, sent, live, conduct.trustsItsCache());
        wrote |= !live.equals(Optional.of(now));
        sentWorkload = new Sent(shape, now.core().generation(), world.agenda.now());
    }

    private static boolean sameSpec(Workload cached, Workload live) {
        return cached.core().generation() == live.core().generation()
                && cached.settled().equals(live.settled());
    }

    private void applyBudget(int away) {
        if (sentBudget != away) {
            api.applyBudget(away);
            sentBudget = away;
            wrote = true;
        }
    }

    /** News at once, figures after a breath, what did not change never. */
    private void publish(Pass pass, Ledger ledger, CellPlan done) {
        var fresh = status(pass, ledger, done);
        var before = ledger.cell.status();
        if (before.filter(fresh::equals).isPresent()) {
            return;
        }
        var urgent = before.filter(b -> b.news().equals(fresh.news())).isEmpty();
        if (urgent || toldAt + BREATH <= world.agenda.now()) {
            ledger.write(fresh);
            toldAt = world.agenda.now();
        }
    }

    private Cell.Status status(Pass pass, Ledger ledger, CellPlan plan) {
        var observed = pass.observed;
        var ready = observed.ready().size();
        var wait =
                plan.step() instanceof Step.Hold hold ? Optional.of(hold.on().reason()) : Optional.<WaitReason>empty();
        var replacing = plan.progress()
                .filter(p -> p.kind().replaces()
                        && wait.filter(w -> w.end() != End.ITSELF).isEmpty())
                .isPresent();
        var whole = !replacing && ready == plan.desired() && observed.replicas() == plan.desired();
        var news = ledger.cell.generation() + " " + plan.unmetCapacity() + " " + whole + " "
                + plan.progress().map(p -> p.kind().name()).orElse("") + " "
                + wait.filter(w -> !w.isRoutine()).map(Enum::name).orElse("") + " "
                + observed.revisions().map(r -> r.current() + " " + r.update()).orElse("");
        var figures = ready + "/" + pass.facts.currentNodes() + " "
                + plan.shape().map(Shape::frontier).orElse(-1)
                + " " + wait.map(Enum::name).orElse("");
        var told = ledger.cell.status();
        var counted = ledger.bucket.at(ledger.now, plan.rate());
        var same = told.filter(t -> isSame(t.pace(), counted, plan, ledger.now));
        return new Cell.Status(
                same.map(Cell.Status::pace).orElse(counted),
                same.map(Cell.Status::paceAhead).orElse(clockAhead),
                !whole && observed.fresh(),
                news,
                figures);
    }

    private static boolean isSame(Bucket told, Bucket counted, CellPlan plan, Instant now) {
        return !told.at().isAfter(now) && told.at(now, plan.rate()).milli() == counted.milli();
    }

    private static long next(CellPlan done, Ledger ledger, Instant now) {
        var waits =
                done.step() instanceof Step.Hold hold ? Optional.of(hold.on().reason()) : Optional.<WaitReason>empty();
        if (done.step() instanceof Step.Rest
                || waits.filter(w -> w.end() != End.ITSELF).isPresent()) {
            return AT_REST;
        }
        if (waits.filter(w -> w == WaitReason.Pace).isEmpty()) {
            return WHILE_CHANGING;
        }
        var wait = ledger.bucket.untilNext(now, done.rate());
        return Math.clamp(wait.toMillis(), CACHE_BEHIND, AT_REST);
    }

    @Override
    public String toString() {
        return name + (clockAhead == 0 ? "" : " (clock " + Duration.ofMillis(clockAhead) + ")");
    }
}
