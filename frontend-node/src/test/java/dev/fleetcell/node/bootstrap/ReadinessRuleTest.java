package dev.fleetcell.node.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.node.mesh.MeshView;
import dev.fleetcell.node.threads.Census;
import dev.fleetcell.node.threads.TaskAllowance;
import dev.fleetcell.node.threads.TaskGroup;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReadinessRuleTest {
    private static final MapStatus NO_MAP =
            new MapStatus(0, false, "MetadataStore", 0, 0, 0, OptionalLong.empty(), "the store is absent");
    private static final MapStatus MAP = new MapStatus(12, true, "MetadataStore", 0.2, 4096, 0, OptionalLong.of(1), "");
    private static final MeshView WHOLE = new MeshView(1, List.of("c-m-2"), true, "");
    private static final MeshView PARTIAL = new MeshView(1, List.of(), false, "not connected yet: c-m-2");
    private static final TaskAllowance ALLOWANCE = new TaskAllowance(100, 80);

    @Test
    void readyWhenNothingIsMissing() {
        assertEquals(new Judgement(Phase.SERVING, true, ""), ReadinessRule.judge(false, good()));
    }

    @Test
    void coldWithoutAMap() {
        Observed now = new Observed(false, NO_MAP, WHOLE, List.of(), List.of(), tasks(40), ALLOWANCE);
        assertEquals(new Judgement(Phase.COLD, false, "the store is absent"), ReadinessRule.judge(false, now));
    }

    @Test
    void warmingWithTheReasonWhileThePeersAreNotConnected() {
        Observed now = new Observed(false, MAP, PARTIAL, List.of(), List.of(), tasks(40), ALLOWANCE);
        assertEquals(new Judgement(Phase.WARMING, false, "not connected yet: c-m-2"), ReadinessRule.judge(false, now));
    }

    @Test
    void warmingWithTheReasonWhileAThreadIsRefused() {
        Observed now = new Observed(
                false, MAP, WHOLE, List.of("7 of 8 workers run"), List.of("worker-7"), tasks(40), ALLOWANCE);
        assertEquals(
                new Judgement(Phase.WARMING, false, "thread start refused: worker-7; 7 of 8 workers run"),
                ReadinessRule.judge(false, now));
    }

    @Test
    void warmingWithTheReasonAboveTheBudget() {
        Observed now = new Observed(false, MAP, WHOLE, List.of(), List.of(), tasks(81), ALLOWANCE);
        assertEquals(
                new Judgement(Phase.WARMING, false, "81 tasks are more than the budget of 80"),
                ReadinessRule.judge(false, now));
    }

    @Property
    void aNodeThatServedStaysReadyWhateverHappensToPeersThreadsAndLimits(
            @ForAll boolean mesh,
            @ForAll boolean refused,
            @ForAll boolean missing,
            @ForAll @IntRange(max = 500) int tasks) {
        Observed now = observed(false, MAP, mesh, refused, missing, tasks);
        Judgement judgement = ReadinessRule.judge(true, now);
        assertTrue(judgement.ready());
        assertEquals(Phase.SERVING, judgement.phase());
        assertEquals(refused || missing, !judgement.message().isEmpty(), judgement::message);
    }

    @Property
    void withoutAMapNobodyIsReadyAndWhoIsNotReadySaysWhy(
            @ForAll boolean served,
            @ForAll boolean map,
            @ForAll boolean mesh,
            @ForAll boolean refused,
            @ForAll boolean missing,
            @ForAll @IntRange(max = 500) int tasks) {
        Judgement judgement =
                ReadinessRule.judge(served, observed(false, map ? MAP : NO_MAP, mesh, refused, missing, tasks));
        assertTrue(map || !judgement.ready());
        assertTrue(judgement.ready() || !judgement.message().isEmpty());
    }

    @Property
    void whoStopsIsUnreadyWhateverElse(@ForAll boolean served, @ForAll boolean map, @ForAll boolean mesh) {
        Judgement judgement = ReadinessRule.judge(served, observed(true, map ? MAP : NO_MAP, mesh, false, false, 1));
        assertFalse(judgement.ready());
        assertEquals(Phase.STOPPING, judgement.phase());
    }

    @Test
    void aServingNodeSaysThatItsMapIsNotTheNewest() {
        MapStatus old = MAP.with("shard map version 13 is incomplete: stream orders: no shard holds hash 0", 1);
        Observed now = new Observed(false, old, WHOLE, List.of(), List.of(), tasks(40), ALLOWANCE);
        assertEquals(
                "serving shard map version 12; shard map version 13 is incomplete: stream orders: no shard holds hash 0",
                ReadinessRule.judge(true, now).message());
    }

    private static Observed good() {
        return observed(false, MAP, true, false, false, 80);
    }

    private static Observed observed(
            boolean stopping, MapStatus map, boolean mesh, boolean refused, boolean missing, int tasks) {
        return new Observed(
                stopping,
                map,
                mesh ? WHOLE : PARTIAL,
                missing ? List.of("no thread to accept peers") : List.of(),
                refused ? List.of("mesh-accept") : List.of(),
                tasks(tasks),
                ALLOWANCE);
    }

    private static Census tasks(int count) {
        return new Census(Map.of(TaskGroup.JVM, count));
    }
}
