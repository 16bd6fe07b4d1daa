package dev.fleetcell.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.operator.plan.FakeRestartStory.FakeNode;
import dev.fleetcell.operator.plan.RestartOrder.Stand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** What must hold for every restart, whatever happens to it and its cells. */
class RestartPropertiesTest {
    /** Something that happens between two passes. */
    enum What {
        TIME,
        OBEY,
        OBEY_AGAIN,
        CRASH,
        HEAL,
        LOSE_POD,
        COME_BACK,
        PAUSE,
        RESUME,
        STATUS_LOST,
        OPERATOR_STARTED,
        SEEN,
        STALE,
        DELETE,
        RIVAL,
        RIVAL_GONE,
        BUSY,
        IDLE,
        TAKEN_OVER
    }

    record Happening(What what, int cell, int number) {}

    @Property(tries = 2000)
    void everyStoryKeepsTheRules(
            @ForAll("fleets") List<Integer> nodes,
            @ForAll("happenings") List<Happening> happenings,
            @ForAll @IntRange(min = 1, max = 3) int failedNodes) {
        var story = FakeRestartStory.of(nodes.stream().mapToInt(n -> n).toArray());
        story.policy = new RestartPolicy(
                FakeRestartStory.NAME,
                Duration.ofSeconds(20),
                failedNodes,
                FakeRestartStory.NOON.plusSeconds(120),
                false,
                RestartPolicy.OF_THE_CELL);
        var aborted = false;
        for (var happening : happenings) {
            var begunBefore = story.past.startedAt().isPresent();
            var phaseBefore = story.past.phase();
            var plan = story.pass();
            check(plan, begunBefore, phaseBefore);
            Statistics.label("phase").collect(plan.phase());
            Statistics.label("cell").collect(plan.orders().keySet());
            assertFalse(aborted && plan.phase() != RestartPhase.Aborted, "aborted and goes on: " + plan);
            aborted = plan.phase() == RestartPhase.Aborted;
            happen(story, plan, happening);
            aborted &= happening.what() != What.STATUS_LOST;
        }
        Statistics.label("phase")
                .coverage(
                        c -> { // stories that get nowhere prove nothing
                            for (var phase : RestartPhase.values()) {
                                c.check(phase).count(n -> n > 0);
                            }
                        });
        Statistics.label("cell").coverage(c -> {
            c.check(Set.of("a")).count(n -> n > 0);
            c.check(Set.of("c")).count(n -> n > 0);
        });
    }

    @Property(tries = 500)
    void aFleetThatIsLeftAloneIsRestartedWholeAndOnce(@ForAll("fleets") List<Integer> nodes) {
        var story = FakeRestartStory.of(nodes.stream().mapToInt(n -> n).toArray());
        var restarts = 0;
        var passes = 0;
        while (story.past.phase().filter(RestartPhase::isFinal).isEmpty()) {
            var before = stamped(story);
            story.obey(story.pass());
            restarts += stamped(story) - before;
            story.later(10);
            assertTrue(++passes < 200, "does not end: " + story.judge());
        }
        var total = nodes.stream().mapToInt(n -> n).sum();
        assertEquals(Optional.of(RestartPhase.Completed), story.past.phase());
        assertEquals(total, restarts);
        assertEquals(new RestartFigures(total, total, 0, 0), story.judge().figures());
    }

    private static void check(RestartPlan plan, boolean begunBefore, Optional<RestartPhase> phaseBefore) {
        var going = plan.orders().values().stream()
                .filter(o -> o.stand() == Stand.GO)
                .count();
        assertTrue(going <= 1, "two cells at once: " + plan);
        assertTrue(plan.orders().isEmpty() || begunBefore, "an order before the beginning was written: " + plan);
        var over = phaseBefore.filter(RestartPhase::isFinal);
        if (over.isPresent()) {
            assertEquals(over.get(), plan.phase(), "what is over stays");
        }
        if (plan.phase().isFinal()) {
            assertTrue(
                    plan.orders().values().stream().allMatch(o -> o.stand() == Stand.ABORTED),
                    "an order to go on after the end: " + plan);
        }
        assertTrue(plan.orders().isEmpty() || plan.phase() != RestartPhase.Expired, plan.toString());
        assertTrue(going == 0 || plan.phase() == RestartPhase.Running, plan.toString());
        var acts = going == 1 || (plan.phase() == RestartPhase.Running && !begunBefore);
        assertTrue(acts || plan.waits().isPresent() || plan.phase().isFinal(), "stuck without a reason: " + plan);
        for (var cell : plan.cells()) {
            cell.figures().ifPresent(f -> {
                assertTrue(f.restarted() <= f.total(), plan.toString());
                assertTrue(f.warming() >= 0 && f.failed() >= 0 && f.total() >= 0, plan.toString());
                assertTrue(f.warming() + f.failed() <= f.restarted(), plan.toString());
            });
        }
        plan.waits().ifPresent(w -> assertFalse(w.message().isBlank()));
    }

    private static int stamped(FakeRestartStory story) {
        return story.cells.values().stream()
                .mapToInt(c -> (int) c.nodes.stream().filter(FakeNode::stamped).count())
                .sum();
    }

    private static void happen(FakeRestartStory story, RestartPlan plan, Happening happening) {
        var all = List.copyOf(story.cells.values());
        var cell = all.get(happening.cell() % all.size());
        var some = cell.nodes.isEmpty() ? -1 : happening.number() % cell.nodes.size();
        switch (happening.what()) {
            case TIME -> story.later(happening.number());
            case OBEY, OBEY_AGAIN -> story.obey(plan);
            case CRASH -> {
                var kinds = List.of(Trouble.Kind.values());
                for (int i = Math.max(0, some); i < cell.nodes.size(); i++) {
                    cell.unready(i, kinds.get(happening.number() % kinds.size()));
                }
            }
            case HEAL -> cell.nodes.replaceAll(FakeNode::healed);
            case LOSE_POD -> {
                if (some >= 0) {
                    cell.nodes.remove(some);
                }
            }
            case COME_BACK -> {
                if (cell.nodes.size() < cell.replicas) {
                    cell.nodes.add(new FakeNode(!cell.stamp.isEmpty(), story.now, true, Optional.empty()));
                }
            }
            case PAUSE -> story.paused(true);
            case RESUME -> story.paused(false);
            case STATUS_LOST -> story.loseStatus();
            case OPERATOR_STARTED -> all.forEach(c -> c.seen = false);
            case SEEN ->
                all.forEach(c -> {
                    c.seen = c.exists;
                    c.age = Duration.ZERO;
                });
            case STALE -> cell.age = Duration.ofSeconds(60);
            case DELETE -> {
                cell.exists = false;
                cell.seen = happening.number() % 2 == 0;
            }
            case RIVAL -> cell.other = Optional.of("r0");
            case RIVAL_GONE -> cell.other = Optional.empty();
            case BUSY -> cell.busy(ChangeKind.Growth, WaitReason.NodesWarming, "warming");
            case IDLE -> {
                cell.change = Optional.empty();
                cell.waits = Optional.empty();
            }
            case TAKEN_OVER -> cell.stamp = "r2";
        }
    }

    @Provide
    Arbitrary<List<Integer>> fleets() {
        return Arbitraries.integers().between(0, 5).list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<Happening>> happenings() {
        var often = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(What.class)),
                Tuple.of(4, Arbitraries.of(What.TIME, What.OBEY, What.OBEY_AGAIN, What.SEEN)));
        return Combinators.combine(
                        often,
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 40))
                .as(Happening::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }
}
