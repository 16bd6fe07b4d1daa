package dev.fleetcell.operator.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fleetcell.operator.plan.Binding;
import dev.fleetcell.operator.plan.ChangeKind;
import dev.fleetcell.operator.plan.RestartPhase;
import dev.fleetcell.operator.plan.RestartWaitReason;
import dev.fleetcell.operator.plan.Trouble;
import dev.fleetcell.operator.plan.WaitReason;
import dev.fleetcell.operator.restart.RestartEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/reasons.md} is what the enums say. {@code make docs} writes it (system property docs.write). */
class ReasonsPageTest {
    @Test
    void thePageIsWhatTheEnumsSay() throws IOException {
        var file = Path.of("../docs/reasons.md");
        var page = page();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(file, page);
        }
        assertEquals(page, Files.readString(file), "docs/reasons.md is not what the enums say: run 'make docs'");
    }

    private static String page() {
        return head() + changes() + edits() + waits() + troubles() + restarts() + told();
    }

    private static String head() {
        return """
                # What a cell does and why it waits
                Generated from the enums that the operator uses: change those, then run `make docs`. What to do about a failure is in
                [failure-modes.md](failure-modes.md).
                """;
    }

    private static String changes() {
        return """

                ## Changes, in their order
                `status.change.kind` and `.progress`, in `kubectl describe fleetcell`; the first word of the events `ChangeStarted`, `ChangeHeld` and
                `ChangeDone`. A cell does one thing at a time, and what stands higher goes first. A change that only waits lets another go
                before it where both would wait for each other: a shrink always, a new template where growth is held by nodes that it
                may mend.

                """ + table("kind", ChangeKind.values(), k -> code(k) + " | " + k.sentence());
    }

    private static String edits() {
        return """

                ## What restarts nodes
                Nothing but a change of what nodes are made from: a new template, or a ColdRestart, which puts a stamp on the template. Neither
                does a new release of the operator. `EditsTest` proves each row, and that no field is missing.

                """
                + table(
                        "field of `spec` | restarts nodes",
                        Edits.ALL,
                        e -> "`" + e.field() + "` | " + (e.restarts() ? "**yes**" : "no") + " | " + e.effect());
    }

    private static String waits() {
        return """

                ## Why a cell waits
                `status.change.wait`, with names and numbers in `status.change.message`; the column WAITS of `kubectl get fleetcell`; the reason of
                the conditions `Ready`, `Reconciling`, `Stalled` and `ScaleBlocked`; the label `reason` of the metric
                `fleetcell_cell_waiting`. A wait that is routine comes and goes with every wave: it has no event, and status may show
                it up to ten seconds late.
                """
                + Arrays.stream(WaitReason.End.values())
                        .map(ReasonsPageTest::waitsThatEnd)
                        .collect(Collectors.joining());
    }

    private static String waitsThatEnd(WaitReason.End end) {
        var reasons =
                Arrays.stream(WaitReason.values()).filter(w -> w.end() == end).toList();
        return "\nIt ends " + end.sentence() + ":\n\n"
                + table(
                        "reason | routine",
                        reasons,
                        w -> code(w) + " | " + (w.isRoutine() ? "routine" : "") + " | " + w.sentence());
    }

    private static String troubles() {
        return """

                ## Why a node is not Ready
                In brackets behind the node's name in `status.change.message`, as in `use1-a-m-3 (CrashLoopBackOff: back-off ...)`. Of several
                nodes three are named; the gravest trouble is the reason of the wait. A node that is not Ready and that the operator
                has seen for less than two minutes is warming: `NodesWarming`, unless its trouble is one that does not pass by waiting a little.

                | trouble | passes by itself | wait of a cell that only waits for it | text |
                |---|---|---|---|
                """
                + Arrays.stream(Trouble.Kind.values())
                        .map(kind -> "| " + code(kind) + " | " + (kind.failing() ? "no" : "it may") + " | "
                                + code(WaitReason.valueOf("Nodes" + kind)) + " | " + text(kind) + " |\n")
                        .collect(Collectors.joining());
    }

    /** What {@link NodeTrouble} writes. */
    private static String text(Trouble.Kind kind) {
        return switch (kind) {
            case NotReady -> "`running, not ready: ` and what the node's report says; or the pod's phase and reason";
            case Crashing -> "`CrashLoopBackOff: ` and what the kubelet says";
            case CannotStart ->
                "`ImagePullBackOff`, `CreateContainerConfigError` and the like, and what the kubelet says";
            case Unschedulable -> "`not scheduled: ` and what the scheduler says";
            case Ending -> "`ending, until ` a time ` at most`";
            case Lost ->
                "`should have ended by ` a time `and has not`, or `cluster node ` its name ` has not spoken of it since ` a time";
        };
    }

    private static String restarts() {
        return """

                ## ColdRestart
                `status.phase` and, for each cell, `status.cells[].phase`; the column PHASE of `kubectl get coldrestart`. Those that are
                final stay, whatever happens.

                """
                + table(
                        "phase | final",
                        RestartPhase.values(),
                        p -> code(p) + " | " + (p.isFinal() ? "final" : "") + " | " + p.sentence())
                + """

                `status.wait.reason` and the column WAITS: why it restarts no node now, or never will again. Where its cell waits, the
                reason is the cell's own, from the table above.

                """
                + table(
                        "reason | it ends | routine",
                        RestartWaitReason.values(),
                        w -> code(w) + " | "
                                + (w.needsEdit() ? WaitReason.End.EDIT : WaitReason.End.ITSELF).sentence() + " | "
                                + (w.isRoutine() ? "routine" : "") + " | " + w.sentence())
                + """

                Its conditions are `Ready` (it is `Completed`), `Reconciling` (it is at work or waits for what ends by itself) and `Stalled`
                (it is `Aborted` or `Expired`, or waits for an edit); their reason is the reason of the wait, else the phase.
                """;
    }

    private static String told() {
        return """

                ## Conditions of a cell
                `status.conditions`. `Ready`, `Reconciling` and `Stalled` are what kstatus reads, so `kubectl wait` and GitOps tools work. While
                nodes are replaced `Ready` is False, however many are Ready; until the cell was whole for the first time its reason is
                `FirstFill`.

                """
                + table("type", ConditionType.values(), c -> code(c) + " | " + c.sentence())
                + """

                ## Events
                `kubectl describe` and `kubectl events` show them, the operator's log has them too. Each is sent once, when something begins
                or ends. Of a cell:

                """
                + table(
                        "reason | type",
                        EventReason.values(),
                        e -> code(e) + " | " + type(e.warning()) + " | " + e.sentence())
                + "\nOf a ColdRestart:\n\n"
                + table(
                        "reason | type",
                        RestartEvent.values(),
                        e -> code(e) + " | " + type(e.warning()) + " | " + e.sentence())
                + """

                ## What binds a ceiling
                `status.ceiling.binding`: why a cell may not have more capacity than `status.ceiling.capacity`.

                """
                + table("binding", Binding.values(), b -> code(b) + " | " + b.sentence());
    }

    private static String type(boolean warning) {
        return warning ? "Warning" : "Normal";
    }

    private static String code(Enum<?> word) {
        return "`" + word.name() + "`";
    }

    private static <E extends Enum<E>> String table(String head, E[] values, Function<E, String> row) {
        return table(head, List.of(values), row);
    }

    private static <E> String table(String head, List<E> rows, Function<E, String> row) {
        var columns = head.split("\\|").length + 1;
        return "| " + head + " | meaning |\n|" + "---|".repeat(columns) + "\n"
                + rows.stream().map(e -> "| " + row.apply(e) + " |\n").collect(Collectors.joining());
    }
}
