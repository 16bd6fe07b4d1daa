package dev.fleetcell.operator.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Cells for tables: a plain one, and what differs from it. */
final class Cells {
    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    static final Size M = new Size("m", 1);
    static final Size XL = new Size("xl", 4);
    /** Digest of the template that every cell here wants. */
    static final String TEMPLATE = "t1";
    /** The revision that comes of it. */
    static final String REVISION = "r1";

    static final Content CONTENT = new Content(TEMPLATE, "");
    static final Revisions SETTLED = new Revisions(true, REVISION, REVISION, 0, CONTENT, CONTENT);
    static final Bucket FULL = new Bucket(1_000_000, NOW);

    private Cells() {}

    /** jvm 24 + workers 8 per unit + mesh 1 per peer, limit 128, reserve 20 %: budget 102, node of m among n: 47 + n. */
    static Policy policy(int capacity) {
        return new Policy(
                capacity,
                0,
                100,
                List.of(M, XL),
                new ThreadModel(List.of(
                        new ThreadModel.Group("jvm", 24, 0, 0),
                        new ThreadModel.Group("workers", 0, 8, 0),
                        new ThreadModel.Group("mesh", 0, 0, 1))),
                128,
                20,
                0,
                OverBudget.REJECT,
                false,
                new Policy.Rollout(10, 5, 600),
                false,
                TEMPLATE);
    }

    static Policy with(
            Policy p, int capacity, int minNodes, int maxNodes, List<Size> sizes, int limit, OverBudget over) {
        return new Policy(
                capacity,
                minNodes,
                maxNodes,
                sizes,
                p.model(),
                limit,
                p.reservePercent(),
                p.peerChurn(),
                over,
                p.requireVerified(),
                p.rollout(),
                p.paused(),
                p.template());
    }

    static Policy onlyM(int capacity) {
        return with(policy(capacity), capacity, 0, 100, List.of(M), 128, OverBudget.REJECT);
    }

    static Policy limit(Policy p, int limit) {
        return with(p, p.capacity(), p.minNodes(), p.maxNodes(), p.sizes(), limit, p.overBudget());
    }

    static Policy over(Policy p, OverBudget over) {
        return with(p, p.capacity(), p.minNodes(), p.maxNodes(), p.sizes(), p.limit(), over);
    }

    static Policy paused(Policy p) {
        return new Policy(
                p.capacity(),
                p.minNodes(),
                p.maxNodes(),
                p.sizes(),
                p.model(),
                p.limit(),
                p.reservePercent(),
                p.peerChurn(),
                p.overBudget(),
                p.requireVerified(),
                p.rollout(),
                true,
                p.template());
    }

    static Facts running(Size size, int nodes) {
        return new Facts(OptionalInt.empty(), Extra.NONE, Optional.of(size.name()), nodes);
    }

    static String name(int ordinal) {
        return "use1-a-m-" + ordinal;
    }

    /** {@code n} nodes, all Ready and connected to each other. */
    static Observed whole(int n) {
        return observed(n, nodes(n, n));
    }

    /** A cell that was whole before, of one revision, with cold starts to spare. */
    static Observed observed(int replicas, List<Observed.Node> nodes) {
        return new Observed(replicas, false, true, nodes, Optional.of(SETTLED), FULL);
    }

    /** {@code n} nodes of which the first {@code ready} are Ready and connected to each other; the rest began just now. */
    static List<Observed.Node> nodes(int n, int ready) {
        var all = IntStream.range(0, ready).mapToObj(Cells::name).collect(Collectors.toSet());
        var nodes = new ArrayList<Observed.Node>();
        for (var i = 0; i < n; i++) {
            nodes.add(i < ready ? node(i, peers(all, i), 47 + n) : warming(i, NOW.minusSeconds(3)));
        }
        return nodes;
    }

    static Set<String> peers(Set<String> all, int except) {
        return all.stream().filter(p -> !p.equals(name(except))).collect(Collectors.toSet());
    }

    static Observed.Node node(int ordinal, Set<String> peers, int tasks) {
        return ready(
                ordinal,
                NOW.minusSeconds(500),
                Optional.of(new Observed.Sample(
                        NOW.minusSeconds(1), tasks, peers, Optional.empty(), Optional.empty(), "")));
    }

    static Observed.Node ready(int ordinal, Instant since, Optional<Observed.Sample> sample) {
        return new Observed.Node(
                name(ordinal),
                ordinal,
                "uid-" + ordinal,
                NOW.minusSeconds(600),
                REVISION,
                "",
                Optional.of(since),
                sample,
                Optional.empty());
    }

    static Observed.Node warming(int ordinal, Instant created) {
        return unready(ordinal, created, Trouble.Kind.NotReady, "warming");
    }

    static Observed.Node unready(int ordinal, Instant created, Trouble.Kind kind, String text) {
        return new Observed.Node(
                name(ordinal),
                ordinal,
                "uid-" + ordinal,
                created,
                REVISION,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Trouble(kind, text)));
    }
}
