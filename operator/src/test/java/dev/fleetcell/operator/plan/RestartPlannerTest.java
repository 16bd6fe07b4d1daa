package dev.fleetcell.operator.plan;

import static dev.fleetcell.operator.plan.FakeRestartStory.NAME;
import static dev.fleetcell.operator.plan.FakeRestartStory.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.operator.plan.FakeRestartStory.FakeNode;
import dev.fleetcell.operator.plan.RestartOrder.Stand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a restart goes from cell to cell, stops, and ends. */
class RestartPlannerTest {
    @Test
    void theBeginningIsWrittenDownBeforeTheFirstOrderIsGiven() {
        var story = FakeRestartStory.of(3, 3);
        var first = story.pass();
        assertEquals(RestartPhase.Running, first.phase());
        assertEquals(Optional.of(NOON), first.startedAt());
        assertEquals(Map.of(), first.orders());
        var second = story.pass();
        assertEquals(Map.of("a", Stand.GO), stands(second));
        assertEquals(Optional.of("a"), second.present());
        assertEquals(List.of(RestartPhase.Running, RestartPhase.Pending), phases(second));
    }

    @Test
    void theOrderCarriesTheNameAndTheOwnPace() {
        var story = FakeRestartStory.of(3);
        var own = new Rate(1, 60);
        story.policy = new RestartPolicy(NAME, Duration.ZERO, 3, NOON.plusSeconds(9), false, own);
        var plan = story.begun();
        assertEquals(new RestartOrder(NAME, Stand.GO, own), plan.orders().get("a"));
        assertEquals(Optional.of(own), plan.pace());
    }

    @Test
    void aPaceThatTheRestartDoesNotNameIsTheCells() {
        assertEquals(
                Optional.of(new Rate(2, 360)), FakeRestartStory.of(3).begun().pace());
    }

    @Test
    void theNextCellBeginsWhenEveryNodeOfThisOneCarriesTheStampAndIsReady() {
        var story = noBake(2, 2, 2);
        story.begun();
        story.cell("a").stamp = NAME;
        story.cell("a").node(0, story.cell("a").nodes.get(0).restarted(story.now));
        assertEquals(Map.of("a", Stand.GO), stands(story.pass()), "one node is still to be restarted");
        story.restart("a").cell("a").unready(1, Trouble.Kind.NotReady);
        assertEquals(Map.of("a", Stand.GO), stands(story.pass()), "the last node is not Ready yet");
        story.restart("a");
        var plan = story.pass();
        assertEquals(Map.of("b", Stand.GO), stands(plan));
        assertEquals(List.of(RestartPhase.Completed, RestartPhase.Running, RestartPhase.Pending), phases(plan));
    }

    @Test
    void aCellWithoutNodesIsDoneAtOnce() {
        var story = noBake(0, 2);
        assertEquals(Map.of("b", Stand.GO), stands(story.begun()));
    }

    @Test
    void aNodeThatHasNoPodYetKeepsTheCellFromBeingDone() {
        var story = noBake(2, 2);
        story.begun();
        story.restart("a").cell("a").nodes.removeLast();
        assertEquals(Map.of("a", Stand.GO), stands(story.pass()));
    }

    @Test
    void theOtherCellsWaitForTheBakeOfTheFirst() {
        var story = FakeRestartStory.of(2, 2, 2);
        story.begun();
        story.restart("a");
        var baking = story.later(60).pass();
        assertEquals(RestartPhase.Baking, baking.phase());
        assertEquals(Map.of(), baking.orders());
        assertEquals(Optional.of("a"), baking.present());
        assertWaits(
                RestartWaitReason.Baking,
                "a is done and is watched until 2026-01-01T12:06:00Z; cells that wait for it: 2",
                baking);
        assertEquals(RestartPhase.Baking, story.later(299).pass().phase());
        assertEquals(Map.of("b", Stand.GO), stands(story.later(1).pass()));
        story.restart("b");
        assertEquals(Map.of("c", Stand.GO), stands(story.later(1).pass()), "no bake after the second");
    }

    @Test
    void cellsThatHaveNothingToRestartDoNotCutTheBakeShort() {
        var story = FakeRestartStory.of(2, 0, 2, 2);
        story.begun();
        story.cell("c").exists = false;
        story.restart("a");
        assertEquals(Map.of(), story.pass().orders());
        assertEquals(RestartPhase.Baking, story.later(299).pass().phase());
        assertEquals(Map.of("d", Stand.GO), stands(story.later(1).pass()));
    }

    @Test
    void theLastCellBakesForNobody() {
        var story = FakeRestartStory.of(2);
        story.begun();
        story.restart("a");
        assertEquals(RestartPhase.Completed, story.pass().phase());
    }

    @Test
    void theFirstCellHasToBeWholeAtTheEndOfItsBake() {
        var story = baking();
        story.cell("a").unready(0, Trouble.Kind.Ending);
        var plan = story.later(400).pass();
        assertWaits(
                RestartWaitReason.Baking,
                "a has to be whole at the end of its bake, and is not: a-m-0 (is Ending)",
                plan);
        story.restart("a");
        assertEquals(Map.of("b", Stand.GO), stands(story.pass()));
    }

    @Test
    void anUnreadyNodeOfTheFirstCellDoesNotCallTheSecondOneBack() {
        var story = baking();
        story.later(400);
        story.obey(story.pass());
        story.cell("a").unready(0, Trouble.Kind.Ending);
        assertEquals(Map.of("b", Stand.GO), stands(story.pass()));
    }

    @Test
    void failedNodesEndItAlsoDuringTheBake() {
        var story = baking();
        for (int i = 0; i < 3; i++) {
            story.cell("a").unready(i, Trouble.Kind.Crashing);
        }
        var plan = story.pass();
        assertEquals(RestartPhase.Aborted, plan.phase());
        assertWaits(
                RestartWaitReason.FailedNodes,
                "restarted nodes that failed: 3, and abortOn.failedNodes is 3: a-m-0 (is Crashing), a-m-1 (is Crashing), a-m-2 (is Crashing). Every node stays as it is; mend the cause, then create another ColdRestart, with a name of its own",
                plan);
    }

    @Test
    void failedNodesOfAllCellsAreCounted() {
        var story = noBake(2, 2);
        story.begun();
        story.restart("a").pass();
        story.restart("b");
        story.cell("a").unready(0, Trouble.Kind.Lost).unready(1, Trouble.Kind.CannotStart);
        story.cell("b").unready(0, Trouble.Kind.Unschedulable);
        var plan = story.pass();
        assertEquals(RestartPhase.Aborted, plan.phase());
        assertEquals(Map.of("b", Stand.ABORTED), stands(plan), "a is done, b is told to stop");
    }

    @Test
    void aNodeThatIsNotReadyAfterTwoMinutesFailedAndAYoungerOneIsWarming() {
        var story = noBake(3);
        story.begun();
        story.restart("a").cell("a").unready(0, Trouble.Kind.NotReady);
        assertEquals(new RestartFigures(3, 3, 1, 0), story.later(119).pass().figures());
        assertEquals(new RestartFigures(3, 3, 0, 1), story.later(1).pass().figures());
    }

    @Test
    void aNodeThatWasNotRestartedOrIsBeingRemovedIsNoFailure() {
        var story = noBake(4);
        story.begun();
        story.cell("a").stamp = NAME;
        story.cell("a").unready(0, Trouble.Kind.Crashing).unready(1, Trouble.Kind.Crashing);
        story.cell("a").unready(2, Trouble.Kind.Crashing);
        story.cell("a").node(3, new FakeNode(true, NOON.minusSeconds(600), false, Optional.of(Trouble.Kind.Ending)));
        assertEquals(new RestartFigures(4, 1, 1, 0), story.pass().figures());
    }

    @Test
    void whatWasAbortedStaysSoThoughItsNodesRecover() {
        var story = aborted();
        story.restart("a");
        var plan = story.later(3600).pass();
        assertEquals(RestartPhase.Aborted, plan.phase());
        assertEquals(Map.of(), plan.orders(), "every node carries the stamp: nothing is left to stop");
    }

    @Test
    void theCellsOfAnAbortedRestartAreToldToStopForAsLongAsTheyCarryItsStamp() {
        var story = aborted();
        assertEquals(Map.of("a", Stand.ABORTED), stands(story.later(86_400).pass()));
        story.cell("a").stamp = "r2";
        assertEquals(Map.of(), story.pass().orders());
    }

    @Test
    void aPauseStopsTheCellThatHasItsTurnAndNothingNewBegins() {
        var story = noBake(2, 2);
        story.obey(story.begun());
        var plan = story.paused(true).pass();
        assertEquals(RestartPhase.Paused, plan.phase());
        assertEquals(Map.of("a", Stand.PAUSED), stands(plan));
        story.restart("a");
        assertEquals(Map.of("b", Stand.PAUSED), stands(story.pass()), "b may begin when the pause is over");
        assertEquals(Map.of("b", Stand.GO), stands(story.paused(false).pass()));
    }

    @Test
    void aPauseDoesNotStopTheClockOfTheBake() {
        var story = baking();
        story.paused(true).later(200).pass();
        assertEquals(RestartPhase.Paused, story.later(200).pass().phase());
        assertEquals(Map.of("b", Stand.GO), stands(story.paused(false).pass()));
    }

    @Test
    void nodesThatFailDuringAPauseEndItToo() {
        var story = noBake(3);
        story.obey(story.begun());
        story.paused(true).pass();
        story.restart("a");
        for (int i = 0; i < 3; i++) {
            story.cell("a").unready(i, Trouble.Kind.Crashing);
        }
        assertEquals(RestartPhase.Aborted, story.pass().phase());
    }

    @Test
    void aRestartThatIsPausedFromTheStartDoesNotBegin() {
        var story = FakeRestartStory.of(2).paused(true);
        var plan = story.begun();
        assertEquals(RestartPhase.Paused, plan.phase());
        assertEquals(Optional.empty(), plan.startedAt());
        assertEquals(RestartPhase.Expired, story.later(3600).pass().phase());
    }

    @Test
    void notBegunByStartBeforeItNeverBegins() {
        var story = FakeRestartStory.of(2);
        story.later(3600);
        var plan = story.pass();
        assertEquals(RestartPhase.Expired, plan.phase());
        assertEquals(Map.of(), plan.orders());
        story.now = NOON; // a clock that is set back revives nothing
        assertEquals(RestartPhase.Expired, story.pass().phase());
    }

    @Test
    void whatHasBegunGoesOnAfterStartBefore() {
        var story = noBake(2, 2);
        story.begun();
        assertEquals(Map.of("a", Stand.GO), stands(story.later(7200).pass()));
    }

    @Test
    void anObjectWithoutStatusWhoseNameAllNodesCarryIsCompleted() {
        var story = FakeRestartStory.of(2, 2).restart("a", "b");
        story.later(7200);
        var plan = story.pass();
        assertEquals(RestartPhase.Completed, plan.phase());
        assertEquals(Optional.of(NOON), plan.startedAt(), "as its first node tells");
        assertEquals(Map.of(), story.pass().orders());
    }

    @Test
    void anObjectWithoutStatusWhoseNameSomeNodesCarryGoesOnAlsoAfterStartBefore() {
        var story = FakeRestartStory.of(2, 2).restart("a");
        story.cell("b").stamp = NAME;
        var plan = story.later(7200).pass();
        assertEquals(RestartPhase.Running, plan.phase());
        assertEquals(Map.of(), plan.orders(), "the beginning is written down first");
        assertEquals(Map.of("b", Stand.GO), stands(story.pass()), "b had begun, so the bake was over");
    }

    @Test
    void anObjectWithoutStatusBakesAgainWhenOnlyTheFirstCellWasDone() {
        var story = FakeRestartStory.of(2, 2).restart("a");
        story.later(7200).pass();
        assertEquals(RestartPhase.Baking, story.later(299).pass().phase());
        assertEquals(RestartPhase.Running, story.later(1).pass().phase());
    }

    @Test
    void whetherItHadBegunIsNotJudgedBeforeEachCellWasSeen() {
        var story = FakeRestartStory.of(2, 2).restart("a", "b");
        story.cell("a").seen = false;
        story.cell("b").seen = false;
        var plan = story.later(7200).pass();
        assertEquals(RestartPhase.Pending, plan.phase());
        assertWaits(RestartWaitReason.CellNotObserved, plan);
        story.cell("a").seen = true;
        story.cell("b").seen = true;
        assertEquals(RestartPhase.Completed, story.pass().phase());
    }

    @Test
    void aCompletedRestartNeverRestartsAnything() {
        var story = FakeRestartStory.of(2, 2).restart("a", "b");
        story.pass();
        story.cell("a").node(0, new FakeNode(false, story.now, true, Optional.empty()));
        var plan = story.later(10).pass();
        assertEquals(RestartPhase.Completed, plan.phase());
        assertEquals(Map.of(), plan.orders());
    }

    @Test
    void aCellOfThatNameThatDoesNotExistHoldsTheRestartWhenItsTurnComes() {
        var story = noBake(2, 2, 2);
        story.cell("b").exists = false;
        story.cell("b").seen = false;
        assertEquals(Map.of("a", Stand.GO), stands(story.begun()), "not before");
        var plan = story.restart("a").pass();
        assertEquals(RestartPhase.Running, plan.phase());
        assertEquals(Map.of(), plan.orders());
        assertWaits(
                RestartWaitReason.CellNotFound,
                "there is no FleetCell b in this namespace: create it, or delete this ColdRestart and create another, with a name of its own, for the cells that are left",
                plan);
        story.cell("b").exists = true;
        story.cell("b").seen = true;
        assertEquals(Map.of("b", Stand.GO), stands(story.pass()));
    }

    @Test
    void aFirstCellThatDoesNotExistKeepsItFromBeginning() {
        var story = FakeRestartStory.of(2);
        story.cell("a").exists = false;
        story.cell("a").seen = false;
        var plan = story.pass();
        assertEquals(RestartPhase.Pending, plan.phase());
        assertEquals(Optional.empty(), plan.startedAt());
        assertWaits(RestartWaitReason.CellNotFound, plan);
        assertEquals(RestartPhase.Expired, story.later(3600).pass().phase());
    }

    @Test
    void aCellThatIsDeletedOnTheWayCountsAsDone() {
        var story = noBake(2, 2, 2);
        story.begun();
        story.cell("a").exists = false;
        var plan = story.pass();
        assertEquals(Map.of("b", Stand.GO), stands(plan));
        assertTrue(plan.cells().getFirst().deleted());
        assertEquals(Optional.of(RestartFigures.NONE), plan.cells().getFirst().figures());
        story.cell("b").exists = false;
        story.cell("c").exists = false;
        assertEquals(RestartPhase.Completed, story.pass().phase());
    }

    @Test
    void aSelectorThatSelectsNothingIsSaid() {
        var story = FakeRestartStory.of();
        assertWaits(RestartWaitReason.CellNotFound, story.pass());
        assertEquals(RestartPhase.Expired, story.later(3600).pass().phase());
    }

    @Test
    void anotherRestartThatBeganFirstIsWaitedFor() {
        var story = noBake(2, 2);
        story.cell("a").other = Optional.of("r0");
        var plan = story.pass();
        assertEquals(RestartPhase.Pending, plan.phase());
        assertWaits(
                RestartWaitReason.OtherRestart,
                "a: ColdRestart r0 began first and is not over: let it finish, or delete it",
                plan);
        story.cell("a").other = Optional.empty();
        assertEquals(Map.of("a", Stand.GO), stands(story.begun()));
        story.restart("a").cell("b").other = Optional.of("r0");
        plan = story.pass();
        assertEquals(RestartPhase.Running, plan.phase());
        assertEquals(Map.of(), plan.orders());
        assertWaits(RestartWaitReason.OtherRestart, plan);
    }

    @Test
    void aCellThatHadNoPassForAWhileIsNotJudged() {
        var story = noBake(2, 2);
        story.begun();
        story.restart("a").cell("a").age = Duration.ofSeconds(30);
        var plan = story.pass();
        assertEquals(Map.of("a", Stand.GO), stands(plan), "what is asked of it does not change");
        assertWaits(RestartWaitReason.CellNotObserved, plan);
        assertEquals(Optional.empty(), plan.cells().getFirst().finishedAt());
    }

    @Test
    void anOperatorThatHasJustStartedShowsTheFiguresThatWereTold() {
        var story = noBake(2, 2);
        story.begun();
        story.cell("a").seen = false;
        story.cell("b").seen = false;
        assertEquals(new RestartFigures(4, 0, 0, 0), story.pass().figures());
    }

    @ParameterizedTest
    @EnumSource(names = {"Pace", "DisruptionBudget", "RevisionUnproven", "StoreDown", "NodesWarming"})
    void whatTheCellWaitsForIsWhatTheRestartWaitsFor(WaitReason reason) {
        var story = noBake(2);
        story.begun();
        story.cell("a").stamp = NAME;
        story.cell("a").busy(ChangeKind.Restart, reason, "because");
        var wait = story.pass().waits().orElseThrow();
        assertEquals(reason.name(), wait.word());
        assertEquals("a: " + reason + ": because", wait.message());
        assertEquals(reason.isRoutine(), wait.isRoutine());
    }

    @Test
    void aCellThatDoesSomethingElseFirstIsBusy() {
        var story = noBake(2);
        story.begun();
        story.cell("a").busy(ChangeKind.Growth, WaitReason.NodesWarming, "a-m-2");
        var plan = story.pass();
        assertWaits(RestartWaitReason.CellBusy, "a: Growth goes first: NodesWarming: a-m-2", plan);
        assertEquals(Map.of("a", Stand.GO), stands(plan), "the cell queues it");
    }

    @Test
    void aCellThatIsPausedItselfIsSaid() {
        var story = noBake(2);
        story.begun();
        story.cell("a").busy(ChangeKind.Restart, WaitReason.Paused, "spec.paused is true");
        var plan = story.pass();
        assertWaits(RestartWaitReason.CellPaused, "a is paused itself: set its spec.paused to false to go on", plan);
        assertTrue(plan.waits().orElseThrow().needsEdit());
        assertEquals(Optional.empty(), plan.eta());
    }

    @ParameterizedTest
    @EnumSource(names = {"RestartGone", "RestartPaused", "RestartAborted"})
    void aCellThatHasNotHeardTheOrderYetHasOnlyBeenAsked(WaitReason reason) {
        var story = noBake(2);
        story.begun();
        story.cell("a").stamp = NAME;
        story.cell("a").busy(ChangeKind.Restart, reason, "");
        assertWaits(RestartWaitReason.CellAsked, story.pass());
    }

    @Test
    void aCellThatReplacesNodesIsNotWaitedFor() {
        var story = noBake(2);
        story.obey(story.begun());
        assertEquals(Optional.empty(), story.pass().waits());
    }

    @Test
    void aNodeThatIsToldToEndForGoodIsNotWaitedFor() {
        var story = noBake(3);
        story.begun();
        story.restart("a").cell("a").replicas = 2;
        story.cell("a").unready(2, Trouble.Kind.Ending);
        assertEquals(RestartPhase.Completed, story.pass().phase());
        assertEquals(new RestartFigures(2, 2, 0, 0), story.judge().figures());
    }

    @Test
    void aNodeOfAFinishedCellThatIsBeingReplacedStaysCounted() {
        var story = noBake(3, 3);
        story.begun();
        story.restart("a").pass();
        story.cell("a").nodes.removeLast();
        assertEquals(
                Optional.of(new RestartFigures(3, 3, 0, 0)),
                story.pass().cells().getFirst().figures());
    }

    @Test
    void theEstimateIsTheBakeAndThePaceOfEveryNodeThatIsLeft() {
        var story = FakeRestartStory.of(3, 3);
        story.cell("b").rate = new Rate(2, 36);
        assertEquals(
                Optional.of(NOON.plusSeconds(300 + 3 * 10 + 3 * 100)),
                story.begun().eta());
    }

    @Test
    void theEstimateUsesTheRestartsOwnPaceWhereThatIsSlower() {
        var story = FakeRestartStory.of(3);
        story.policy = new RestartPolicy(NAME, Duration.ZERO, 3, NOON.plusSeconds(9), false, new Rate(1, 60));
        assertEquals(Optional.of(NOON.plusSeconds(3 * 60)), story.begun().eta());
    }

    @Test
    void theEstimateUsesWhatWasMeasuredOnceAWindowWasRestarted() {
        var story = noBake(6);
        story.begun();
        story.cell("a").stamp = NAME;
        story.cell("a").node(5, story.cell("a").nodes.get(5).restarted(story.now));
        story.cell("a").node(4, story.cell("a").nodes.get(4).restarted(story.now));
        assertEquals(
                Optional.of(NOON.plusSeconds(120 + 4 * 60)),
                story.later(120).pass().eta(),
                "two nodes took 120 s, four are left");
    }

    @Test
    void theEstimateOfTheBakeIsWhatIsLeftOfItAndTheCanarysSpeed() {
        var story = FakeRestartStory.of(2, 2);
        story.begun();
        story.later(60).restart("a").pass();
        var plan = story.later(100).pass();
        assertEquals(Optional.of(NOON.plusSeconds(60 + 300 + 2 * 30)), plan.eta());
    }

    @Test
    void thereIsNoEstimateWhilePausedOrWhileACellWasNeverSeen() {
        var story = FakeRestartStory.of(2, 2);
        story.begun();
        assertEquals(Optional.empty(), story.paused(true).pass().eta());
        story.paused(false).cell("b").seen = false;
        assertEquals(Optional.empty(), story.pass().eta());
    }

    @Test
    void anEstimateIsNotToldAnewForNoise() {
        var told = NOON.plusSeconds(1000);
        assertEquals(told, steady(told, 1100));
        assertEquals(NOON.plusSeconds(1120), steady(told, 1120));
        assertEquals(
                NOON.plusSeconds(20), RestartEta.steady(Optional.of(NOON.plusSeconds(20)), NOON.plusSeconds(25), NOON));
        assertEquals(
                NOON.plusSeconds(26), RestartEta.steady(Optional.of(NOON.plusSeconds(20)), NOON.plusSeconds(26), NOON));
    }

    private static Instant steady(Instant told, long seconds) {
        return RestartEta.steady(Optional.of(told), NOON.plusSeconds(seconds), NOON);
    }

    private static FakeRestartStory noBake(int... nodes) {
        var story = FakeRestartStory.of(nodes);
        story.policy =
                new RestartPolicy(NAME, Duration.ZERO, 3, NOON.plusSeconds(3600), false, RestartPolicy.OF_THE_CELL);
        return story;
    }

    /** The first of two cells is done just now. */
    private static FakeRestartStory baking() {
        var story = FakeRestartStory.of(3, 3);
        story.begun();
        story.restart("a").pass();
        return story;
    }

    /** Three of four nodes were restarted and crash. */
    private static FakeRestartStory aborted() {
        var story = noBake(4, 2);
        story.begun();
        story.cell("a").stamp = NAME;
        for (int i = 1; i < 4; i++) {
            story.cell("a")
                    .node(i, story.cell("a").nodes.get(i).restarted(story.now))
                    .unready(i, Trouble.Kind.Crashing);
        }
        assertEquals(RestartPhase.Aborted, story.pass().phase());
        return story;
    }

    private static Map<String, Stand> stands(RestartPlan plan) {
        return plan.orders().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().stand()));
    }

    private static List<RestartPhase> phases(RestartPlan plan) {
        return plan.cells().stream().map(RestartPlan.Cell::phase).toList();
    }

    private static void assertWaits(RestartWaitReason reason, RestartPlan plan) {
        assertEquals(Optional.of(reason), plan.waits().map(RestartWait::reason), plan.toString());
    }

    private static void assertWaits(RestartWaitReason reason, String message, RestartPlan plan) {
        assertWaits(reason, plan);
        assertEquals(message, plan.waits().orElseThrow().message());
    }
}
