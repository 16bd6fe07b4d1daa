package dev.fleetcell.operator.plan;

import java.util.Comparator;
import java.util.Optional;

/**
 * The most capacity a cell may have now, over all sizes. For people; the rules use {@link Guard}.
 *
 * @param capacity units, 0 when not even the fewest nodes fit
 * @param nodes nodes that carry them
 * @param size the size that reaches it, empty when none fits
 * @param message one sentence, at most 300 characters: a refusal by the API server quotes it
 */
public record Ceiling(int capacity, int nodes, Optional<Size> size, Binding binding, String message) {
    /** The schema's maximum of {@code spec.capacity}, in units. */
    public static final int MOST_CAPACITY = 100_000;

    public static Ceiling of(Policy policy, Facts facts) {
        var guard = new Guard(policy, facts);
        return policy.sizes().stream()
                .flatMap(size -> guard.mostNodes(size).stream().mapToObj(n -> reached(policy, facts, guard, size, n)))
                .max(Comparator.comparingInt(Ceiling::capacity))
                .orElseGet(() -> nothingFits(policy, guard));
    }

    private static Ceiling reached(Policy policy, Facts facts, Guard guard, Size size, int nodes) {
        var units = (long) nodes * size.units();
        var capacity = (int) Math.min(units, MOST_CAPACITY);
        var binding = units > MOST_CAPACITY
                ? Binding.SchemaMaximum
                : nodes == policy.maxNodes() ? Binding.TestedRange : Binding.ThreadBudget;
        var move = facts.size().filter(s -> !s.equals(size.name())).isPresent() ? ", after a move to that size" : "";
        var why = switch (binding) {
            case TestedRange -> "nodes.max is " + policy.maxNodes() + ", the tested range";
            case SchemaMaximum -> "no cell can be asked for more";
            case ThreadBudget ->
                "with one more, each node would have %d threads and the budget is %d (%s)"
                        .formatted(guard.projected(size, nodes + 1), guard.budget(), budgetInWords(policy, guard));
        };
        return new Ceiling(
                capacity,
                nodes,
                Optional.of(size),
                binding,
                "at most %d units: %d nodes of size %s%s; %s".formatted(capacity, nodes, size.name(), move, why));
    }

    private static Ceiling nothingFits(Policy policy, Guard guard) {
        var smallest = policy.sizes().getFirst();
        var fewest = Math.max(1, policy.minNodes());
        return new Ceiling(
                0,
                0,
                Optional.empty(),
                Binding.ThreadBudget,
                "no capacity fits: with %d nodes of size %s each would have %d threads and the budget is %d (%s)"
                        .formatted(
                                fewest,
                                smallest.name(),
                                guard.projected(smallest, fewest),
                                guard.budget(),
                                budgetInWords(policy, guard)));
    }

    private static String budgetInWords(Policy policy, Guard guard) {
        var source = guard.limit() < policy.limit() ? "observed" : "declared";
        return "limit %d %s, less %d %%".formatted(guard.limit(), source, policy.reservePercent());
    }
}
