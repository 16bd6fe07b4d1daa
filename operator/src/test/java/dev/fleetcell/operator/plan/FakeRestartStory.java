package dev.fleetcell.operator.plan;

import dev.fleetcell.operator.plan.RestartOrder.Stand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A restart with its cells and its status, for tables and properties. Unlike real ones the cells replace nodes at once when
 * they are told to (see {@link #obey}), know no pace, and status is written with every pass.
 */
final class FakeRestartStory {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final String NAME = "r1";

    final Map<String, FakeCell> cells = new LinkedHashMap<>();
    Instant now = NOON;
    RestartPolicy policy =
            new RestartPolicy(NAME, Duration.ofMinutes(5), 3, NOON.plusSeconds(3600), false, RestartPolicy.OF_THE_CELL);
    RestartPast past = RestartPast.NONE;
    private Map<String, RestartPlan.Cell> told = new LinkedHashMap<>();

    /** A cell of {@code nodes} Ready nodes for each number, named a, b, c... */
    static FakeRestartStory of(int... nodes) {
        var story = new FakeRestartStory();
        for (int i = 0; i < nodes.length; i++) {
            var name = String.valueOf((char) ('a' + i));
            story.cells.put(name, new FakeCell(name, nodes[i]));
        }
        return story;
    }

    FakeCell cell(String name) {
        return Objects.requireNonNull(cells.get(name), name);
    }

    FakeRestartStory paused(boolean paused) {
        policy = new RestartPolicy(
                NAME, policy.bake(), policy.failedNodes(), policy.startBefore(), paused, policy.rate());
        return this;
    }

    FakeRestartStory later(long seconds) {
        now = now.plusSeconds(seconds);
        return this;
    }

    /** The object is restored from a backup: it has no status. */
    void loseStatus() {
        past = RestartPast.NONE;
        told = new LinkedHashMap<>();
    }

    /** Judges, and remembers what was judged as status does. */
    RestartPlan pass() {
        var plan = judge();
        var over = past.phase().filter(RestartPhase::isFinal).isPresent();
        if (!over) {
            past = new RestartPast(Optional.of(plan.phase()), plan.startedAt(), plan.eta());
            plan.cells().forEach(c -> told.put(c.name(), c));
        }
        return plan;
    }

    RestartPlan judge() {
        return RestartPlanner.plan(
                policy,
                past,
                cells.values().stream()
                        .map(c -> c.input(now, Optional.ofNullable(told.get(c.name))))
                        .toList(),
                now);
    }

    /** Passes until the first cells are given their orders. */
    RestartPlan begun() {
        pass();
        return pass();
    }

    /** All nodes of the cell carry the stamp and are Ready. */
    FakeRestartStory restart(String... names) {
        for (var name : names) {
            var cell = cell(name);
            cell.stamp = NAME;
            cell.nodes.replaceAll(n -> n.restarted(now));
        }
        return this;
    }

    /** Each cell does what it is told: takes the stamp, then replaces one node after another. */
    void obey(RestartPlan plan) {
        plan.orders().forEach((name, order) -> {
            var cell = cell(name);
            if (order.stand() != Stand.GO || !cell.exists) {
                return;
            }
            cell.stamp = NAME;
            cell.change = Optional.of(ChangeKind.Restart);
            for (int i = 0; i < cell.nodes.size(); i++) {
                if (!cell.nodes.get(i).stamped()) {
                    cell.nodes.set(i, cell.nodes.get(i).restarted(now));
                    return;
                }
            }
            cell.change = Optional.empty();
        });
    }

    /** A node: whether it carries the stamp, since when it is there, whether it is Ready, and why not. */
    record FakeNode(boolean stamped, Instant createdAt, boolean ready, Optional<Trouble.Kind> trouble) {
        FakeNode restarted(Instant now) {
            return new FakeNode(true, now, true, Optional.empty());
        }

        FakeNode unready(Trouble.Kind kind) {
            return new FakeNode(stamped, createdAt, false, Optional.of(kind));
        }

        FakeNode healed() {
            return new FakeNode(stamped, createdAt, true, Optional.empty());
        }
    }

    /** A cell as its last pass left it. */
    static final class FakeCell {
        final String name;
        final List<FakeNode> nodes = new ArrayList<>();
        int replicas;
        boolean exists = true;
        boolean seen = true;
        Duration age = Duration.ZERO;
        String stamp = "";
        Optional<ChangeKind> change = Optional.empty();
        Optional<Wait> waits = Optional.empty();
        Optional<String> other = Optional.empty();
        Rate rate = new Rate(2, 360);
        int window = 2;

        FakeCell(String name, int replicas) {
            this.name = name;
            this.replicas = replicas;
            for (int i = 0; i < replicas; i++) {
                nodes.add(new FakeNode(false, NOON.minusSeconds(86_400), true, Optional.empty()));
            }
        }

        FakeCell node(int index, FakeNode node) {
            nodes.set(index, node);
            return this;
        }

        FakeCell unready(int index, Trouble.Kind kind) {
            return node(index, nodes.get(index).unready(kind));
        }

        FakeCell busy(ChangeKind kind, WaitReason reason, String message) {
            change = Optional.of(kind);
            waits = Optional.of(new Wait(reason, message));
            return this;
        }

        RestartCell input(Instant now, Optional<RestartPlan.Cell> told) {
            return new RestartCell(
                    name,
                    exists,
                    told.flatMap(RestartPlan.Cell::figures).isPresent(),
                    seen ? Optional.of(view(now.minus(age))) : Optional.empty(),
                    other,
                    told.flatMap(RestartPlan.Cell::figures),
                    told.flatMap(RestartPlan.Cell::finishedAt));
        }

        private CellView view(Instant at) {
            var all = new ArrayList<Observed.Node>();
            for (int i = 0; i < nodes.size(); i++) {
                var node = nodes.get(i);
                all.add(new Observed.Node(
                        name + "-m-" + i,
                        i,
                        name + i + node.createdAt(),
                        node.createdAt(),
                        "",
                        node.stamped() ? NAME : "",
                        node.ready() ? Optional.of(node.createdAt()) : Optional.empty(),
                        Optional.empty(),
                        node.trouble().map(k -> new Trouble(k, "is " + k))));
            }
            var observed = new Observed(replicas, false, true, all, Optional.empty(), Bucket.full(rate, at));
            return new CellView(at, observed, stamp, change, waits, rate, window);
        }
    }
}
