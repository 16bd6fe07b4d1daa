package dev.fleetcell.operator.plan;

import static dev.fleetcell.operator.plan.Cells.M;
import static dev.fleetcell.operator.plan.Cells.XL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {
    @ParameterizedTest(name = "limit {0} less {1} % is a budget of {2}")
    @CsvSource({"1024,20,819", "128,20,102", "100,0,100", "16,90,1", "4194304,90,419430", "99,1,98"})
    void budgetIsTheLimitLessTheReserveRoundedDown(int limit, int reserve, int budget) {
        var p = Cells.policy(1);
        var policy = new Policy(
                1, 0, 100, p.sizes(), p.model(), limit, reserve, 0, OverBudget.REJECT, false, p.rollout(), false, "t1");
        assertEquals(budget, new Guard(policy, Facts.NONE).budget());
    }

    @ParameterizedTest(name = "{0} nodes of m: {1} threads each, of xl: {2}")
    @CsvSource({"1,48,72", "6,53,77", "55,102,126"})
    void aNodeHasFixedPerUnitAndPerPeerThreadsAndSixteenForThePod(int nodes, int m, int xl) {
        var guard = new Guard(Cells.policy(1), Facts.NONE);
        assertEquals(m, guard.projected(M, nodes));
        assertEquals(xl, guard.projected(XL, nodes));
    }

    @Test
    void aDeclaredPodGroupReplacesTheImplicitOne() {
        var model =
                new ThreadModel(List.of(new ThreadModel.Group("jvm", 24, 0, 0), new ThreadModel.Group("pod", 3, 0, 0)));
        assertEquals(27, model.tasks(1, 100));
    }

    @Test
    void peersThatMayBeCountedTwiceAreCountedTwice() {
        var p = Cells.policy(1);
        var churning = new Policy(
                1, 0, 100, p.sizes(), p.model(), 128, 20, 5, OverBudget.REJECT, false, p.rollout(), false, "t1");
        assertEquals(new Guard(p, Facts.NONE).projected(M, 6) + 5, new Guard(churning, Facts.NONE).projected(M, 6));
    }

    @Test
    void whatWasMeasuredAboveTheModelIsAddedEachProductRoundedUp() {
        var facts = new Facts(OptionalInt.empty(), new Extra(3, 1, 1500), Optional.of("m"), 6);
        // 3 + ceil(0.001 * 1) + ceil(1.5 * 5) = 3 + 1 + 8
        assertEquals(53 + 12, new Guard(Cells.policy(1), facts).projected(M, 6));
    }

    @Test
    void anotherSizeHasToFitBesideTheNodesThatAreThere() {
        var guard = new Guard(Cells.policy(1), Cells.running(M, 31));
        assertEquals(47 + 12, guard.projected(M, 12));
        assertEquals(24 + 32 + 16 + 30, guard.projected(XL, 12));
        assertTrue(guard.fits(XL, 12), "102 threads beside 31 nodes is exactly the budget");
        assertFalse(new Guard(Cells.policy(1), Cells.running(M, 32)).fits(XL, 12), "103 beside 32 nodes");
    }

    @Test
    void theSmallerOfDeclaredAndObservedLimitCounts() {
        assertEquals(80, new Guard(Cells.policy(1), observed(100)).budget());
        assertEquals(102, new Guard(Cells.policy(1), observed(200)).budget());
    }

    @Test
    void overrideIgnoresWhatWasObservedNeverWhatIsDeclared() {
        var policy = Cells.over(Cells.policy(1), OverBudget.OVERRIDE);
        assertEquals(102, new Guard(policy, observed(50)).budget());
        assertFalse(new Guard(policy, observed(50)).fits(M, 56));
    }

    @Test
    void theTestedRangeBindsEvenWhereThreadsWouldFit() {
        var policy = Cells.with(Cells.policy(9), 9, 0, 8, List.of(M), 1024, OverBudget.REJECT);
        assertFalse(new Guard(policy, Facts.NONE).fits(M, 9));
        assertEquals(OptionalInt.of(8), new Guard(policy, Facts.NONE).mostNodes(M));
    }

    private static Facts observed(int limit) {
        return new Facts(OptionalInt.of(limit), Extra.NONE, Optional.of("m"), 6);
    }
}
