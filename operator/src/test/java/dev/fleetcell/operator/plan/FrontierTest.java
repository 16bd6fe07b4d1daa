package dev.fleetcell.operator.plan;

import static dev.fleetcell.operator.plan.Cells.M;
import static dev.fleetcell.operator.plan.Cells.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.operator.plan.Observed.Node;
import dev.fleetcell.operator.plan.RestartOrder.Stand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Ten nodes of revision r1 that are to become r2, two at a time. */
class FrontierTest {
    private static final String OLD = "r1";
    private static final String NEW = "r2";
    private static final Content OLD_CONTENT = new Content("t1", "");
    private static final Content NEW_CONTENT = new Content("t2", "");
    private static final Rate ANY = new Rate(1000, 100_000);

    private final List<Node> nodes = new ArrayList<>(Cells.nodes(10, 10));
    private Policy policy = wanting("t2", 10);
    private Revisions revisions = new Revisions(true, OLD, OLD, 0, OLD_CONTENT, OLD_CONTENT);
    private Optional<RestartOrder> order = Optional.empty();
    private Bucket bucket = Cells.FULL;
    private int replicas = 10;

    @Test
    void aNewTemplateIsAppliedWithTheFrontierAboveAllNodesFirst() {
        var plan = plan();
        assertEquals(new Step.Revise(ChangeKind.TemplateChange, NEW_CONTENT), plan.step());
        assertEquals(new Shape(10, 10, NEW_CONTENT, OLD_CONTENT), plan.shape().orElseThrow());
    }

    @Test
    void theFirstWaveIsAWindowHighestOrdinalsFirst() {
        applied(10);
        assertReplaces(ChangeKind.TemplateChange, 9, 8);
    }

    @Test
    void whileTheControllerHasNotSeenTheChangeNothingIsDone() {
        revisions = new Revisions(false, OLD, OLD, 10, NEW_CONTENT, OLD_CONTENT);
        assertHolds(ChangeKind.TemplateChange, WaitReason.ControllerBehind, "");
    }

    @Test
    void theRestWaitsUntilTheFirstWaveIsReady() {
        applied(8);
        renewed(9);
        warming(8, NEW, 3);
        assertHolds(ChangeKind.TemplateChange, WaitReason.NodesWarming, "use1-a-m-8 (warming)");
    }

    @Test
    void aFirstWaveThatDoesNotBecomeReadyMakesTheRevisionUnproven() {
        applied(8);
        renewed(9);
        warming(8, NEW, 121);
        assertHolds(ChangeKind.TemplateChange, WaitReason.RevisionUnproven, "the first 2 nodes of the new revision");
        set(8, n -> unready(n, NEW, 3, Trouble.Kind.Crashing));
        assertHolds(ChangeKind.TemplateChange, WaitReason.RevisionUnproven, "use1-a-m-8");
    }

    @Test
    void afterTheFirstWaveAWindowSlidesWithoutBarriers() {
        applied(8);
        renewed(9, 8);
        assertReplaces(ChangeKind.TemplateChange, 7, 6);
        renewed(7);
        warming(6, NEW, 3);
        assertReplaces(ChangeKind.TemplateChange, 5);
    }

    @Test
    void aNodeThatIsEndingOrHasNoPodTakesAPlaceInTheWindow() {
        applied(6);
        renewed(9, 8);
        nodes.removeIf(n -> n.ordinal() == 7);
        set(6, n -> unready(n, OLD, 3, Trouble.Kind.Ending));
        assertHolds(ChangeKind.TemplateChange, WaitReason.NodesEnding, "2 of at most 2 nodes are away");
    }

    @Test
    void whatWasRefusedAnEvictionAboveTheFrontierComesFirst() {
        applied(6);
        renewed(9, 8, 6);
        assertReplaces(ChangeKind.TemplateChange, 7, 5);
    }

    @Test
    void aFixReachesBrokenNodesAtTheLowestOrdinals() {
        for (int o : List.of(0, 1, 2)) {
            warming(o, OLD, 600);
        }
        var begin = plan();
        assertEquals(
                ChangeKind.Repair,
                assertInstanceOf(Step.Revise.class, begin.step()).kind());
        applied(10);
        assertEquals(2 + 3, plan().away(), "broken nodes that are due anyway take nothing of the budget");
        assertReplaces(ChangeKind.Repair, 9, 8);
        renewed(9, 8, 7, 6, 5, 4, 3);
        assertReplaces(ChangeKind.Repair, 2, 1);
    }

    /** Else a second edit in the middle of a first would take two windows away at once. */
    @Test
    void aNodeThatHasJustBegunTakesAPlaceAlsoWhereItIsOutdatedAgain() {
        applied(8);
        warming(9, OLD, 3);
        warming(8, OLD, 3);
        assertEquals(2, plan().away());
        assertReplaces(ChangeKind.TemplateChange, 9, 8);
    }

    /** What is on its way out above the frontier comes back with the new revision, and counts as given it. */
    @Test
    void theFirstWaveIsNoLargerThanAWindowWhateverIsUnderWay() {
        applied(8);
        renewed(9);
        set(8, n -> unready(n, OLD, 3, Trouble.Kind.Ending));
        assertHolds(ChangeKind.TemplateChange, WaitReason.NodesEnding, "the first 2 nodes");
        nodes.removeIf(n -> n.ordinal() == 8);
        assertHolds(ChangeKind.TemplateChange, WaitReason.NodesMissing, "no pod yet");
    }

    /** What comes there is of the current revision, and the controller ends what is old above the frontier by itself. */
    @Test
    void theFrontierDoesNotPassAPlaceWithoutAPod() {
        applied(8);
        renewed(9, 8);
        nodes.removeIf(n -> n.ordinal() == 6);
        assertReplaces(ChangeKind.TemplateChange, 7);
        renewed(7, 5, 4, 3, 2, 1, 0);
        assertEquals(8, plan().shape().orElseThrow().frontier(), "nor does it come to rest");
    }

    @Test
    void aCellThatHasLostMoreThanAWindowIsNotChanged() {
        applied(8);
        renewed(9, 8);
        for (int o : List.of(1, 2, 3)) {
            set(o, n -> unready(n, OLD, 600, Trouble.Kind.Lost));
        }
        assertHolds(ChangeKind.TemplateChange, WaitReason.NodesLost, "3 nodes are lost, and at most 2 may be away");
    }

    @Test
    void aFirstWaveThatIsLostIsSaidToBeLost() {
        applied(8);
        for (int o : List.of(9, 8)) {
            set(o, n -> unready(n, NEW, 600, Trouble.Kind.Lost));
        }
        assertHolds(ChangeKind.TemplateChange, WaitReason.NodesLost, "use1-a-m-8");
    }

    @Test
    void aFixGoesBeforeGrowthThatIsHeldByTheNodesThatItMends() {
        policy = wanting("t2", 20);
        warming(0, OLD, 600);
        warming(1, OLD, 600);
        assertInstanceOf(Step.Revise.class, plan().step());
        applied(10);
        assertReplaces(ChangeKind.Repair, 9, 8);
    }

    @Test
    void aTemplateMendsNodesThatAreReadyAndOverTheirBudget() {
        policy = wanting("t2", 20);
        set(0, n -> Cells.node(0, Set.of(), 103));
        assertInstanceOf(Step.Revise.class, plan().step());
    }

    @Test
    void growthComesBeforeANewTemplate() {
        policy = wanting("t2", 20);
        assertEquals(new Step.Scale(ChangeKind.Growth, M, 12), plan().step());
    }

    @Test
    void newNodesAreOfTheNewestProvenRevision() {
        policy = wanting("t2", 20);
        applied(8);
        renewed(9, 8);
        assertEquals(8, growth().frontier(), "proven: new ordinals are above the frontier");
        nodes.removeIf(n -> n.ordinal() == 8);
        nodes.add(Cells.node(8, peers(8), 57));
        assertEquals(12, growth().frontier(), "not proven: the frontier goes above the new nodes");
    }

    @Test
    void aTemplateThatIsTakenBackIsARollbackAndWaitsForNothingButPace() {
        applied(8);
        set(9, n -> unready(n, NEW, 600, Trouble.Kind.Crashing));
        set(8, n -> unready(n, NEW, 600, Trouble.Kind.Crashing));
        policy = wanting("t1", 20);
        assertEquals(new Step.Revise(ChangeKind.Rollback, OLD_CONTENT), plan().step());
        revisions = new Revisions(true, OLD, OLD, 10, OLD_CONTENT, OLD_CONTENT);
        assertReplaces(ChangeKind.Rollback, 9, 8);
        bucket = new Bucket(1500, NOW);
        assertReplaces(ChangeKind.Rollback, 9);
    }

    /** By the controller's stale word no node is outdated; that is no rest. */
    @Test
    void aRollbackIsUnderWayBeforeTheControllerHasSeenIt() {
        renewed(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        policy = wanting("t1", 10);
        revisions = new Revisions(false, OLD, NEW, 10, OLD_CONTENT, OLD_CONTENT);
        assertHolds(ChangeKind.Rollback, WaitReason.ControllerBehind, "");
    }

    @Test
    void aSecondTemplateWaitsUntilTheFirstIsSettled() {
        applied(8);
        renewed(9, 8);
        policy = wanting("t3", 10);
        assertReplaces(ChangeKind.TemplateChange, 7, 6);
        assertEquals(
                WaitReason.RevisionNotSettled, plan().queued().orElseThrow().reason());
        assertTrue(plan().queued().orElseThrow().message().contains("returns to revision r1"));
    }

    @Test
    void aSecondTemplateGoesAtOnceWhereTheFirstIsStuck() {
        applied(8);
        set(9, n -> unready(n, NEW, 600, Trouble.Kind.Crashing));
        set(8, n -> unready(n, NEW, 600, Trouble.Kind.Crashing));
        policy = wanting("t3", 10);
        assertEquals(new Step.Revise(ChangeKind.Repair, new Content("t3", "")), plan().step());
    }

    @Test
    void whenNoNodeIsOutdatedTheFrontierRestsAtZeroAndWhenTheControllerAgreesItIsSettled() {
        applied(0);
        renewed(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        revisions = new Revisions(true, OLD, NEW, 1, NEW_CONTENT, OLD_CONTENT);
        assertEquals(0, plan().shape().orElseThrow().frontier());
        assertEquals(OLD_CONTENT, plan().shape().orElseThrow().settled());
        revisions = new Revisions(true, NEW, NEW, 0, NEW_CONTENT, OLD_CONTENT);
        assertEquals(NEW_CONTENT, plan().shape().orElseThrow().settled());
        assertInstanceOf(Step.Rest.class, plan().step());
    }

    @Test
    void aRestartIsATemplateChangeOfTheStamp() {
        policy = wanting("t1", 10);
        order = order("jan", Stand.GO, ANY);
        assertEquals(new Step.Revise(ChangeKind.Restart, new Content("t1", "jan")), plan().step());
        stamping(10);
        assertReplaces(ChangeKind.Restart, 9, 8);
    }

    @Test
    void aRestartRunsAtTheLowerOfBothPaces() {
        policy = wanting("t1", 10);
        stamping(10);
        order = order("jan", Stand.GO, new Rate(1, 60));
        assertReplaces(ChangeKind.Restart, 9);
        assertEquals(new Rate(1, 60), plan().rate());
    }

    @Test
    void aPausedOrAbortedOrDeletedRestartOnlyDrawsTheFrontierBack() {
        policy = wanting("t1", 10);
        stamping(6);
        for (int o : List.of(9, 8)) {
            set(o, n -> with(n, NEW, "jan"));
        }
        order = order("jan", Stand.PAUSED, ANY);
        assertHolds(ChangeKind.Restart, WaitReason.RestartPaused, "8 nodes have not been restarted");
        assertEquals(8, plan().shape().orElseThrow().frontier());
        order = order("jan", Stand.ABORTED, ANY);
        assertHolds(ChangeKind.Restart, WaitReason.RestartAborted, "");
        order = Optional.empty();
        assertHolds(ChangeKind.Restart, WaitReason.RestartGone, "no ColdRestart jan");
        assertEquals(new Content("t1", "jan"), plan().shape().orElseThrow().applied(), "nothing is applied again");
    }

    @Test
    void aNewRestartGoesOnTopOfAnAbortedOne() {
        policy = wanting("t1", 10);
        stamping(8);
        order = order("feb", Stand.GO, ANY);
        assertEquals(new Step.Revise(ChangeKind.Restart, new Content("t1", "feb")), plan().step());
    }

    @Test
    void aTemplateDuringARestartKeepsItsStampAndProgressCountsStamps() {
        stamping(8);
        order = order("jan", Stand.GO, ANY);
        assertEquals(new Step.Revise(ChangeKind.TemplateChange, new Content("t2", "jan")), plan().step());
        policy = wanting("t1", 10);
        set(9, n -> with(n, NEW, "jan"));
        assertEquals(
                new CellPlan.Progress(ChangeKind.Restart, 1, 10),
                plan().progress().orElseThrow());
    }

    @Test
    void aRestartWaitsForATemplateThatIsNotSettled() {
        applied(8);
        renewed(9, 8);
        order = order("jan", Stand.GO, ANY);
        assertReplaces(ChangeKind.TemplateChange, 7, 6);
        assertEquals(
                WaitReason.RevisionNotSettled, plan().queued().orElseThrow().reason());
    }

    @Test
    void noNodeIsRestartedWhileNoNodeHasAnAnswerOfTheStore() {
        policy = wanting("t1", 10);
        stamping(10);
        order = order("jan", Stand.GO, ANY);
        for (int o = 0; o < 10; o++) {
            set(o, n -> storeAnswered(n, 31));
        }
        assertHolds(ChangeKind.Restart, WaitReason.StoreDown, "31 s".replace("31", "30"));
        set(4, n -> storeAnswered(n, 29));
        assertReplaces(ChangeKind.Restart, 9, 8);
    }

    @Test
    void newNodesWithTooManyThreadsStopTheRest() {
        applied(8);
        for (int o : List.of(9, 8)) {
            set(o, n -> with(Cells.node(o, peers(o), 103), NEW, ""));
        }
        assertHolds(ChangeKind.TemplateChange, WaitReason.MeasuredOverBudget, "use1-a-m-8");
    }

    @Test
    void aLostNodeHoldsNothingUntilOnlyLostOnesAreLeft() {
        applied(8);
        renewed(9, 8);
        set(7, n -> unready(n, OLD, 600, Trouble.Kind.Lost));
        assertReplaces(ChangeKind.TemplateChange, 6, 5);
        renewed(6, 5, 4, 3, 2, 1, 0);
        assertHolds(ChangeKind.TemplateChange, WaitReason.NodesLost, "use1-a-m-7");
    }

    @Test
    void withoutATokenThePaceIsNamed() {
        applied(10);
        bucket = new Bucket(0, NOW);
        assertHolds(ChangeKind.TemplateChange, WaitReason.Pace, "600 cold starts an hour");
    }

    @Test
    void aPauseDrawsTheFrontierBackAndAppliesNothing() {
        applied(6);
        renewed(9, 8);
        policy = Cells.paused(policy);
        assertHolds(ChangeKind.TemplateChange, WaitReason.Paused, "");
        assertEquals(new Shape(10, 8, NEW_CONTENT, OLD_CONTENT), plan().shape().orElseThrow());
        policy = Cells.paused(wanting("t3", 10));
        assertEquals(NEW_CONTENT, plan().shape().orElseThrow().applied());
    }

    @Test
    void shrinkGoesBeforeATemplateAndIsNotHeldByAStuckOne() {
        applied(8);
        set(9, n -> unready(n, NEW, 600, Trouble.Kind.Crashing));
        set(8, n -> unready(n, NEW, 600, Trouble.Kind.Crashing));
        policy = wanting("t2", 6);
        assertEquals(new Step.Scale(ChangeKind.Shrink, M, 8), plan().step());
    }

    @Test
    void aStoppedCellTakesANewTemplateAtOnce() {
        nodes.clear();
        replicas = 0;
        policy = wanting("t2", 0);
        assertEquals(new Shape(0, 0, NEW_CONTENT, OLD_CONTENT), plan().shape().orElseThrow());
    }

    private CellPlan plan() {
        var observed = new Observed(replicas, false, true, nodes, Optional.of(revisions), bucket);
        return CellPlanner.plan(policy, Cells.running(M, nodes.size()), observed, order, NOW);
    }

    private Shape growth() {
        var plan = plan();
        assertEquals(
                ChangeKind.Growth,
                assertInstanceOf(Step.Scale.class, plan.step()).kind());
        return plan.shape().orElseThrow();
    }

    private void assertReplaces(ChangeKind kind, Integer... ordinals) {
        var step = assertInstanceOf(Step.Replace.class, plan().step());
        assertEquals(kind, step.kind());
        assertEquals(List.of(ordinals), step.nodes().stream().map(Node::ordinal).toList());
    }

    private void assertHolds(ChangeKind kind, WaitReason reason, String says) {
        var step = assertInstanceOf(Step.Hold.class, plan().step());
        assertEquals(reason, step.on().reason(), step.on().message());
        assertEquals(kind, step.kind());
        assertTrue(step.on().message().contains(says), step.on().message());
    }

    /** The new template is applied, and the frontier stands at {@code frontier}. */
    private void applied(int frontier) {
        revisions = new Revisions(true, OLD, NEW, frontier, NEW_CONTENT, OLD_CONTENT);
    }

    /** The stamp "jan" is applied to the old template. */
    private void stamping(int frontier) {
        revisions = new Revisions(true, OLD, NEW, frontier, new Content("t1", "jan"), OLD_CONTENT);
    }

    private void renewed(int... ordinals) {
        for (int o : ordinals) {
            set(o, n -> with(Cells.node(o, peers(o), 57), NEW, ""));
        }
    }

    private void warming(int ordinal, String revision, int seconds) {
        set(ordinal, n -> unready(n, revision, seconds, Trouble.Kind.NotReady));
    }

    private void set(int ordinal, UnaryOperator<Node> change) {
        nodes.replaceAll(n -> n.ordinal() == ordinal ? change.apply(n) : n);
    }

    private static Node with(Node n, String revision, String stamp) {
        return new Node(
                n.name(), n.ordinal(), n.uid(), n.seenAt(), revision, stamp, n.readySince(), n.sample(), n.trouble());
    }

    private static Node unready(Node n, String revision, int seconds, Trouble.Kind kind) {
        return with(Cells.unready(n.ordinal(), NOW.minusSeconds(seconds), kind, "warming"), revision, "");
    }

    private static Node storeAnswered(Node n, int secondsAgo) {
        var sample = new Observed.Sample(
                NOW,
                57,
                peers(n.ordinal()),
                Optional.empty(),
                Optional.of(NOW.minus(Duration.ofSeconds(secondsAgo))),
                "");
        return Cells.ready(n.ordinal(), Instant.EPOCH, Optional.of(sample));
    }

    private static Set<String> peers(int except) {
        var all = new HashSet<String>();
        for (int o = 0; o < 10; o++) {
            all.add(Cells.name(o));
        }
        return Cells.peers(all, except);
    }

    private static Optional<RestartOrder> order(String name, Stand stand, Rate rate) {
        return Optional.of(new RestartOrder(name, stand, rate));
    }

    /** Two nodes may be away: waves of a fifth. */
    private static Policy wanting(String template, int capacity) {
        var p = Cells.onlyM(capacity);
        return new Policy(
                capacity,
                p.minNodes(),
                p.maxNodes(),
                p.sizes(),
                p.model(),
                p.limit(),
                p.reservePercent(),
                p.peerChurn(),
                p.overBudget(),
                p.requireVerified(),
                new Policy.Rollout(20, 5, 600),
                p.paused(),
                template);
    }
}
