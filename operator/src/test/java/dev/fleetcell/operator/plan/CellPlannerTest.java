package dev.fleetcell.operator.plan;

import static dev.fleetcell.operator.plan.Cells.M;
import static dev.fleetcell.operator.plan.Cells.NOW;
import static dev.fleetcell.operator.plan.Cells.XL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CellPlannerTest {
    private static final Observed EMPTY = new Observed(0, true, true, List.of(), Optional.empty(), Cells.FULL);

    @Test
    void aNewCellTakesTheSmallestSizeThatFits() {
        assertEquals(
                new Step.Scale(ChangeKind.Growth, M, 5),
                plan(Cells.policy(55), Facts.NONE, EMPTY).step());
        assertEquals(Optional.of(XL), plan(Cells.policy(56), Facts.NONE, EMPTY).size());
    }

    @Test
    void theFirstWavesOfANewCellAreMeasuredByItsTarget() {
        var wide = rollout(Cells.onlyM(20), 50, 100);
        assertEquals(
                new Step.Scale(ChangeKind.Growth, M, 10),
                plan(wide, Facts.NONE, EMPTY).step());
    }

    @Test
    void aWaveIsAPercentageOfTheNodesThatAreThereAndAtLeastOne() {
        assertEquals(
                new Step.Scale(ChangeKind.Growth, M, 7),
                plan(Cells.onlyM(20), Cells.running(M, 6), Cells.whole(6)).step());
        assertEquals(
                new Step.Scale(ChangeKind.Growth, M, 44),
                plan(Cells.onlyM(50), Cells.running(M, 40), Cells.whole(40)).step());
    }

    @Test
    void theNextWaveWaitsForTheLastOne() {
        var observed = Cells.observed(7, Cells.nodes(7, 6));
        assertHolds(WaitReason.NodesWarming, "use1-a-m-6 (warming)", Cells.onlyM(20), Cells.running(M, 7), observed);
    }

    @Test
    void theNextWaveWaitsForPodsThatDoNotExistYet() {
        var observed = Cells.observed(8, Cells.nodes(7, 7));
        assertHolds(WaitReason.NodesMissing, "1 nodes have no pod yet", Cells.onlyM(20), Cells.running(M, 7), observed);
    }

    @Test
    void theNextWaveWaitsUntilEveryReadyNodeReportsEveryReadyNode() {
        var nodes = new ArrayList<>(Cells.nodes(6, 6));
        nodes.set(2, Cells.node(2, Set.of("use1-a-m-0", "use1-a-m-1", "use1-a-m-3"), 53));
        assertHolds(
                WaitReason.PeersNotConverged,
                "use1-a-m-2 is not connected to use1-a-m-4, use1-a-m-5",
                Cells.onlyM(20),
                Cells.running(M, 6),
                Cells.observed(6, nodes));
    }

    @Test
    void aNodeWithoutReportCountsAsKnownTenSecondsAfterItIsReady() {
        assertHolds(
                WaitReason.PeersNotConverged,
                "use1-a-m-0 has not reported yet",
                Cells.onlyM(20),
                Cells.running(M, 1),
                Cells.observed(1, List.of(silent(9))));
        assertEquals(
                new Step.Scale(ChangeKind.Growth, M, 2),
                plan(Cells.onlyM(20), Cells.running(M, 1), Cells.observed(1, List.of(silent(10))))
                        .step());
    }

    @Test
    void aNodeThatStoppedReportingHoldsGrowth() {
        var stale = Cells.ready(
                0,
                NOW.minusSeconds(500),
                Optional.of(new Observed.Sample(
                        NOW.minusSeconds(31), 48, Set.of(), Optional.empty(), Optional.empty(), "")));
        assertHolds(
                WaitReason.ReportMissing,
                "use1-a-m-0",
                Cells.onlyM(20),
                Cells.running(M, 1),
                Cells.observed(1, List.of(stale)));
    }

    @Test
    void aRefusedThreadStartHoldsGrowthForTenMinutes() {
        assertHolds(
                WaitReason.ThreadStartsRefused,
                "use1-a-m-0",
                Cells.onlyM(20),
                Cells.running(M, 1),
                Cells.observed(1, List.of(refused(599))));
        assertEquals(
                new Step.Scale(ChangeKind.Growth, M, 2),
                plan(Cells.onlyM(20), Cells.running(M, 1), Cells.observed(1, List.of(refused(600))))
                        .step());
    }

    /** A node without threads for a new peer keeps that peer from becoming Ready: the culprit is not the one that waits. */
    @Test
    void aNodeThatIsRefusedThreadsIsNamedWhereANewOneDoesNotBecomeReady() {
        for (var age : List.of(30, 300)) {
            assertHolds(
                    WaitReason.ThreadStartsRefused,
                    "the kernel refused use1-a-m-0 a thread: raise the limit it runs under or shrink the cell;"
                            + " use1-a-m-1 (warming)",
                    Cells.onlyM(2),
                    Cells.running(M, 2),
                    Cells.observed(2, List.of(refused(10), Cells.warming(1, NOW.minusSeconds(age)))));
        }
    }

    @Test
    void measuredThreadsAboveTheBudgetHoldGrowth() {
        assertHolds(
                WaitReason.MeasuredOverBudget,
                "use1-a-m-0 has more threads than its budget of 102",
                Cells.onlyM(20),
                Cells.running(M, 1),
                Cells.observed(1, List.of(Cells.node(0, Set.of(), 103))));
    }

    @Test
    void oneBrokenNodeDoesNotStopACellTwoDo() {
        var broken = new ArrayList<>(Cells.nodes(6, 6));
        broken.add(Cells.warming(6, NOW.minusSeconds(121)));
        assertEquals(
                new Step.Scale(ChangeKind.Growth, M, 8),
                plan(Cells.onlyM(20), Cells.running(M, 7), Cells.observed(7, broken))
                        .step());
        broken.add(Cells.warming(7, NOW.minusSeconds(121)));
        assertHolds(
                WaitReason.NodesNotReady,
                "a cell of 8 grows with at most 1: use1-a-m-6 (warming), use1-a-m-7 (warming)",
                Cells.onlyM(20),
                Cells.running(M, 8),
                Cells.observed(8, broken));
    }

    @Test
    void afterItsStartTheOperatorGrowsNothingItHasNotObserved() {
        var observed = new Observed(6, false, false, Cells.nodes(6, 6), Optional.of(Cells.SETTLED), Cells.FULL);
        assertHolds(WaitReason.NotObservedYet, "", Cells.onlyM(20), Cells.running(M, 6), observed);
    }

    @Test
    void aPausedCellNeitherGrowsNorShrinks() {
        assertHolds(WaitReason.Paused, "", Cells.paused(Cells.onlyM(20)), Cells.running(M, 6), Cells.whole(6));
        assertHolds(WaitReason.Paused, "", Cells.paused(Cells.onlyM(3)), Cells.running(M, 6), Cells.whole(6));
    }

    @Test
    void aLimitLoweredInTheMiddleOfAGrowthHoldsTheCellWhereItIs() {
        var policy = Cells.limit(Cells.onlyM(50), 70); // budget 56: 9 nodes
        var plan = plan(policy, Cells.running(M, 12), Cells.whole(12));
        assertEquals(WaitReason.OverBudget, plan.blocked().orElseThrow().reason());
        assertEquals(12, plan.target());
        assertEquals(38, plan.unmetCapacity());
        assertTrue(plan.step() instanceof Step.Hold, plan.toString());
    }

    @Test
    void aCellBelowItsCeilingGrowsUpToItAndNoFurther() {
        var policy = Cells.limit(Cells.onlyM(50), 70);
        assertEquals(
                new Step.Scale(ChangeKind.Growth, M, 9),
                plan(policy, Cells.running(M, 8), Cells.whole(8)).step());
        assertTrue(plan(policy, Cells.running(M, 9), Cells.whole(9)).step() instanceof Step.Hold);
    }

    @Test
    void aCellAboveItsCeilingThatAsksForNothingMoreKeepsItsNodesAndIsBlocked() {
        var plan = plan(Cells.limit(Cells.onlyM(12), 70), Cells.running(M, 12), Cells.whole(12));
        assertEquals(new Step.Rest(), plan.step());
        assertEquals(WaitReason.OverBudget, plan.blocked().orElseThrow().reason());
        assertEquals(0, plan.unmetCapacity());
    }

    @Test
    void shrinkingIsAlwaysAllowedAlsoFromAboveTheCeiling() {
        var plan = plan(Cells.limit(Cells.onlyM(11), 70), Cells.running(M, 12), Cells.whole(12));
        assertEquals(new Step.Scale(ChangeKind.Shrink, M, 11), plan.step());
    }

    @Test
    void aCellShrinksInWavesHighestOrdinalsFirstAndTheNextOneWaitsForTheLastToBegin() {
        var half = rollout(Cells.onlyM(1), 50, 100);
        assertEquals(
                new Step.Scale(ChangeKind.Shrink, M, 3),
                plan(half, Cells.running(M, 6), Cells.whole(6)).step());
        assertHolds(
                WaitReason.NodesLeaving,
                "use1-a-m-3, use1-a-m-4, use1-a-m-5 are told to end",
                half,
                Cells.running(M, 6),
                Cells.observed(3, Cells.nodes(6, 6)));
        var ending = new ArrayList<>(Cells.nodes(3, 3));
        ending.add(Cells.unready(3, NOW, Trouble.Kind.Ending, "ending"));
        assertEquals(
                new Step.Scale(ChangeKind.Shrink, M, 2),
                plan(half, Cells.running(M, 4), Cells.observed(3, ending)).step());
    }

    @Test
    void capacityZeroStopsTheCellInWaves() {
        assertEquals(
                new Step.Scale(ChangeKind.Shrink, M, 5),
                plan(Cells.onlyM(0), Cells.running(M, 6), Cells.whole(6)).step());
        assertEquals(
                new Step.Scale(ChangeKind.Shrink, M, 0),
                plan(Cells.onlyM(0), Cells.running(M, 1), Cells.whole(1)).step());
    }

    @Test
    void aCapacityThatNeedsAnotherSizeIsHeld() {
        var plan = plan(Cells.policy(60), Cells.running(M, 6), Cells.whole(6));
        assertEquals(WaitReason.SizeMoveNeeded, plan.blocked().orElseThrow().reason());
        assertEquals(55, plan.target(), "the cell still grows to what its size carries");
    }

    @Test
    void aSizeThatLeftTheSpecIsHeldAndSaid() {
        var plan = plan(Cells.onlyM(6), Cells.running(XL, 6), Cells.whole(6));
        assertEquals(WaitReason.SizeMoveNeeded, plan.blocked().orElseThrow().reason());
        assertTrue(plan.step() instanceof Step.Hold, plan.toString());
    }

    @Test
    void aCellWithoutNodesChoosesItsSizeAnew() {
        assertEquals(
                Optional.of(XL),
                plan(Cells.policy(60), Cells.running(M, 0), EMPTY).size());
    }

    @Test
    void aStoppedCellThatComesBackInAnotherSizeWaitsUntilTheFormerNodesHaveEnded() {
        assertHolds(WaitReason.NodesLeaving, "3 nodes of size m", Cells.policy(60), Cells.running(M, 3), EMPTY);
    }

    @Test
    void aCellThatStopsWaitsForNoOtherSize() {
        assertEquals(
                new Step.Rest(),
                plan(Cells.policy(0), Cells.running(XL, 3), EMPTY).step());
    }

    @Test
    void aStrangersPodDoesNotKeepANewCellFromStarting() {
        var strangers = new Facts(OptionalInt.empty(), Extra.NONE, Optional.empty(), 1);
        assertEquals(
                new Step.Scale(ChangeKind.Growth, M, 1),
                plan(Cells.policy(6), strangers, EMPTY).step());
    }

    @Test
    void aGrowthTakesNoMoreThanItsPaceAllows() {
        var two = new Bucket(2_900, NOW);
        assertEquals(
                new Step.Scale(ChangeKind.Growth, M, 42),
                plan(Cells.onlyM(50), Cells.running(M, 40), withBucket(Cells.whole(40), two))
                        .step());
        assertHolds(
                WaitReason.Pace,
                "600 cold starts an hour, 5 at once: the next one in 3 s",
                Cells.onlyM(50),
                Cells.running(M, 40),
                withBucket(Cells.whole(40), new Bucket(500, NOW)));
    }

    private static Observed withBucket(Observed o, Bucket bucket) {
        return new Observed(o.replicas(), o.fresh(), o.censusPassed(), o.nodes(), o.revisions(), bucket);
    }

    @Test
    void minNodesHoldsAlsoWhereLessWouldCarryTheCapacity() {
        var policy = Cells.with(Cells.onlyM(2), 2, 3, 100, List.of(M), 128, OverBudget.REJECT);
        assertEquals(3, plan(policy, Cells.running(M, 3), Cells.whole(3)).desired());
    }

    @Test
    void aClampedCellIsHeldAtItsCeilingAndSaysWhatIsMissing() {
        var plan = plan(Cells.over(Cells.onlyM(60), OverBudget.CLAMP), Cells.running(M, 55), Cells.whole(55));
        assertEquals(55, plan.target());
        assertEquals(5, plan.unmetCapacity());
    }

    @Test
    void requireVerifiedHoldsAtMinNodes() {
        var p = Cells.onlyM(6);
        var policy = new Policy(
                6, 2, 100, p.sizes(), p.model(), 128, 20, 0, OverBudget.REJECT, true, p.rollout(), false, "t1");
        var plan = plan(policy, Cells.running(M, 2), Cells.whole(2));
        assertEquals(WaitReason.LimitNotVerified, plan.blocked().orElseThrow().reason());
        assertEquals(2, plan.target());
    }

    private static CellPlan plan(Policy policy, Facts facts, Observed observed) {
        return CellPlanner.plan(policy, facts, observed, Optional.empty(), NOW);
    }

    private static void assertHolds(WaitReason reason, String says, Policy policy, Facts facts, Observed observed) {
        var step = plan(policy, facts, observed).step();
        assertTrue(step instanceof Step.Hold, step.toString());
        var wait = ((Step.Hold) step).on();
        assertEquals(reason, wait.reason(), wait.message());
        assertTrue(wait.message().contains(says), wait.message());
    }

    private static Policy rollout(Policy p, int percent, int maxWarming) {
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
                new Policy.Rollout(percent, maxWarming, 600),
                p.paused(),
                p.template());
    }

    private static Observed.Node silent(int secondsReady) {
        return Cells.ready(0, NOW.minusSeconds(secondsReady), Optional.empty());
    }

    private static Observed.Node refused(int secondsAgo) {
        return Cells.ready(
                0,
                NOW.minusSeconds(800),
                Optional.of(new Observed.Sample(
                        NOW.minusSeconds(1),
                        48,
                        Set.of(),
                        Optional.of(NOW.minusSeconds(secondsAgo)),
                        Optional.empty(),
                        "")));
    }
}
