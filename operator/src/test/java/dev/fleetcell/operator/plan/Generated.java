package dev.fleetcell.operator.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generated cells for properties. */
public final class Generated {
    private Generated() {}

    /** Specs that a user might write, fitting or not. */
    public static Arbitrary<Policy> policies() {
        var groups = Combinators.combine(
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(0, 3))
                .as((fixed, perUnit, perPeer) -> new ThreadModel(List.of(
                        new ThreadModel.Group("jvm", fixed, 0, 0),
                        new ThreadModel.Group("workers", 0, perUnit, 0),
                        new ThreadModel.Group("mesh", 0, 0, perPeer))));
        var sizes = Arbitraries.integers()
                .between(1, 16)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(units -> {
                    var sorted = new ArrayList<Size>();
                    units.stream().sorted().forEach(u -> sorted.add(new Size("s" + u, u)));
                    return List.<Size>copyOf(sorted);
                });
        var range = Combinators.combine(
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(20, 200))
                .as((min, max) -> new int[] {min, max});
        var budget = Combinators.combine(
                        Arbitraries.integers().between(16, 1500),
                        Arbitraries.integers().between(0, 90),
                        Arbitraries.integers().between(0, 10))
                .as((limit, reserve, churn) -> new int[] {limit, reserve, churn});
        var rollout = Combinators.combine(
                        Arbitraries.integers().between(1, 100),
                        Arbitraries.integers().between(1, 20),
                        Arbitraries.integers().between(1, 10_000))
                .as(Policy.Rollout::new);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 600),
                        range,
                        sizes,
                        groups,
                        budget,
                        Arbitraries.of(OverBudget.class),
                        rollout)
                .as((capacity, nodes, s, model, b, over, r) -> new Policy(
                        capacity, nodes[0], nodes[1], s, model, b[0], b[1], b[2], over, false, r, false, "t"));
    }

    /** What may stand in a status. */
    public static Arbitrary<Facts> facts() {
        return Combinators.combine(
                        Arbitraries.integers().between(16, 1500).optional(),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(0, 3000),
                        Arbitraries.of("s1", "s4", "s9").optional(),
                        Arbitraries.integers().between(0, 200))
                .as((limit, fixed, milli, size, nodes) -> new Facts(
                        limit.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                        new Extra(fixed, milli, milli),
                        size,
                        nodes));
    }
}
