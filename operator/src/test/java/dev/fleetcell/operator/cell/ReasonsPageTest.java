package dev.fleetcell.operator.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fleetcell.operator.plan.Binding;
import dev.fleetcell.operator.plan.ChangeKind;
import dev.fleetcell.operator.plan.WaitReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
        return """
                # What a cell says
                Generated from the enums that the operator uses: change those, then run `make docs`.

                ## Why a cell waits
                `status.change.wait`, the reason of `ScaleBlocked`, `Stalled`, `Reconciling` and `Ready`, and the label `reason` of the
                metric `fleetcell_cell_waiting`.

                """
                + table(
                        "reason | it ends",
                        WaitReason.values(),
                        w -> "`" + w.name() + "` | " + w.end().sentence() + " | " + w.sentence())
                + "\n## Conditions\n\n"
                + table("type", ConditionType.values(), c -> "`" + c.name() + "` | " + c.sentence())
                + "\n## Events\n\n"
                + table(
                        "reason | type",
                        EventReason.values(),
                        e -> "`" + e.name() + "` | " + (e.warning() ? "Warning" : "Normal") + " | " + e.sentence())
                + "\n## What binds a ceiling\n`status.ceiling.binding`.\n\n"
                + table("binding", Binding.values(), b -> "`" + b.name() + "` | " + b.sentence())
                + "\n## Changes\n`status.change.kind`.\n\n"
                + table("kind", ChangeKind.values(), k -> "`" + k.name() + "` | " + k.sentence());
    }

    private static <E extends Enum<E>> String table(String head, E[] values, Function<E, String> row) {
        var columns = head.split("\\|").length + 1;
        return "| " + head + " | meaning |\n|" + "---|".repeat(columns) + "\n"
                + Arrays.stream(values).map(v -> "| " + row.apply(v) + " |\n").collect(Collectors.joining());
    }
}
