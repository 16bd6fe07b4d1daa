package dev.fleetcell.operator.plan;

import static dev.fleetcell.operator.plan.Cells.M;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CeilingTest {
    @Test
    void theBudgetBinds() {
        var ceiling = Ceiling.of(Cells.onlyM(6), Cells.running(M, 6));
        assertEquals(55, ceiling.capacity());
        assertEquals(Binding.ThreadBudget, ceiling.binding());
        assertEquals(
                "at most 55 units: 55 nodes of size m; with one more, each node would have 103 threads and the budget is"
                        + " 102 (limit 128 declared, less 20 %)",
                ceiling.message());
    }

    @Test
    void theTestedRangeBinds() {
        var policy = Cells.with(Cells.policy(6), 6, 0, 8, List.of(M), 1024, OverBudget.REJECT);
        var ceiling = Ceiling.of(policy, Cells.running(M, 6));
        assertEquals(8, ceiling.capacity());
        assertEquals(Binding.TestedRange, ceiling.binding());
        assertEquals("at most 8 units: 8 nodes of size m; nodes.max is 8, the tested range", ceiling.message());
    }

    @Test
    void aLargerSizeRaisesTheCeilingAndTheMoveIsNamed() {
        var ceiling = Ceiling.of(Cells.policy(6), Cells.running(M, 6));
        assertEquals(31 * 4, ceiling.capacity());
        assertTrue(ceiling.message().contains("31 nodes of size xl, after a move to that size"), ceiling.message());
    }

    @Test
    void aLimitBelowOneNodeLeavesNoCapacityAndSaysWhatANodeNeeds() {
        var ceiling = Ceiling.of(Cells.limit(Cells.onlyM(6), 40), Cells.running(M, 6));
        assertEquals(0, ceiling.capacity());
        assertEquals(
                "no capacity fits: with 1 nodes of size m each would have 48 threads and the budget is 32"
                        + " (limit 40 declared, less 20 %)",
                ceiling.message());
    }

    @Test
    void theMessageFitsTheSchemaWithTheLongestNumbers() {
        var p = Cells.policy(1);
        var size = new Size("abcdefgh", 1000);
        var policy = new Policy(
                100_000,
                5000,
                5000,
                List.of(size),
                p.model(),
                4_194_304,
                90,
                1000,
                OverBudget.REJECT,
                false,
                p.rollout(),
                false,
                "t1");
        assertTrue(Ceiling.of(policy, Cells.running(M, 5000)).message().length() <= 300);
        assertTrue(Ceiling.of(Cells.limit(policy, 16), Cells.running(M, 5000))
                        .message()
                        .length()
                <= 300);
    }
}
