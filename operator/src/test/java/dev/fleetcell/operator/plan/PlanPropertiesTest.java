package dev.fleetcell.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What must hold for every cell. */
class PlanPropertiesTest {
    private static final Instant NOW = Cells.NOW;
    private static final Content WANTED = new Content("t", "");

    @Property
    void theCeilingIsTheMostThatSomeSizeCarries(@ForAll("policies") Policy policy, @ForAll("facts") Facts facts) {
        var guard = new Guard(policy, facts);
        var ceiling = Ceiling.of(policy, facts);
        if (ceiling.capacity() > 0) {
            assertTrue(guard.someSizeCarries(ceiling.capacity()), ceiling.message());
        }
        if (ceiling.capacity() < Ceiling.MOST_CAPACITY) {
            assertFalse(guard.someSizeCarries(ceiling.capacity() + 1), ceiling.message());
        }
    }

    @Property
    void everyCapacityUpToTheCeilingFitsAndNoneAbove(
            @ForAll("policies") Policy policy,
            @ForAll("facts") Facts facts,
            @ForAll @IntRange(min = 1, max = 2000) int capacity) {
        assertEquals(
                capacity <= Ceiling.of(policy, facts).capacity(), new Guard(policy, facts).someSizeCarries(capacity));
    }

    @Property
    void whatFitsIsWithinBudgetForEveryNode(
            @ForAll("policies") Policy policy,
            @ForAll("facts") Facts facts,
            @ForAll @IntRange(min = 1, max = 300) int nodes) {
        var guard = new Guard(policy, facts);
        for (var size : policy.sizes()) {
            if (guard.fits(size, nodes)) {
                assertTrue(guard.projected(size, nodes) <= guard.budget());
                assertTrue(nodes <= policy.maxNodes());
            }
        }
    }

    @Property
    void aLowerLimitOrMoreNeverRaisesTheCeiling(
            @ForAll("policies") Policy policy,
            @ForAll("facts") Facts facts,
            @ForAll @IntRange(min = 16, max = 3000) int limit) {
        var lower = Cells.limit(policy, Math.min(limit, policy.limit()));
        assertTrue(
                Ceiling.of(lower, facts).capacity() <= Ceiling.of(policy, facts).capacity());
    }

    @Property
    void anEditThatRaisesNothingIsAlwaysAdmitted(
            @ForAll("policies") Policy before, @ForAll("policies") Policy after, @ForAll("facts") Facts facts) {
        var lower = Cells.with(
                after,
                Math.min(before.capacity(), after.capacity()),
                Math.min(before.minNodes(), after.minNodes()),
                after.maxNodes(),
                after.sizes(),
                after.limit(),
                after.overBudget());
        assertTrue(Admission.admits(Optional.of(before), lower, facts));
    }

    @Property
    void noStepUpBringsANodeOverItsBudgetAndOnlyASpecRemovesNodes(
            @ForAll("policies") Policy policy,
            @ForAll("facts") Facts facts,
            @ForAll @IntRange(min = 0, max = 60) int replicas,
            @ForAll @IntRange(min = 0, max = 60) int ready,
            @ForAll boolean fresh) {
        var now = new Facts(facts.observedLimit(), facts.extra(), facts.size(), replicas);
        var observed = new Observed(
                replicas,
                fresh,
                true,
                Cells.nodes(replicas, Math.min(ready, replicas)),
                Optional.of(new Revisions(true, Cells.REVISION, Cells.REVISION, 0, WANTED, WANTED)),
                Cells.FULL);
        var plan = CellPlanner.plan(policy, now, observed, Optional.empty(), NOW);
        switch (plan.step()) {
            case Step.Scale up
            when up.replicas() > replicas -> {
                var guard = new Guard(policy, now);
                assertTrue(
                        guard.fits(up.size(), Math.max(up.replicas(), policy.nodesFor(up.size(), 1))), plan.toString());
                assertTrue(up.replicas() <= plan.desired(), plan.toString());
                assertTrue(
                        up.replicas() - replicas <= policy.rollout().maxWarming(), "more than maxWarming in " + plan);
            }
            case Step.Scale down ->
                assertTrue(
                        down.replicas() >= policy.nodesFor(down.size(), policy.capacity()),
                        "a step down goes no further than the spec asks for: " + plan);
            case Step.Revise revise -> throw new AssertionError("nothing else is wanted: " + plan);
            case Step.Replace replace -> throw new AssertionError("nothing is outdated: " + plan);
            case Step.Hold hold -> assertFalse(hold.on().message().isBlank());
            case Step.Rest rest -> assertEquals(plan.target(), replicas, plan.toString());
        }
    }

    @Provide
    Arbitrary<Policy> policies() {
        return Generated.policies();
    }

    @Provide
    Arbitrary<Facts> facts() {
        return Generated.facts();
    }
}
