package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.CellCondition;
import dev.fleetcell.api.v1alpha1.FleetCellStatus;
import dev.fleetcell.operator.plan.WaitReason;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether the difference between two statuses is one that somebody waits for, or a figure that only moves. */
final class StatusNews {
    /** These come and go with every wave. */
    private static final Set<ConditionType> MOVING = EnumSet.of(ConditionType.Converged);

    private StatusNews() {}

    /** Whether {@code after} has to be written now. */
    static boolean isUrgent(@Nullable FleetCellStatus before, FleetCellStatus after) {
        return before == null
                || !Objects.equals(before.observedGeneration, after.observedGeneration)
                || !Objects.equals(before.size, after.size)
                || !Objects.equals(before.unmetCapacity, after.unmetCapacity)
                || !ceiling(before).equals(ceiling(after))
                || !conditions(before).equals(conditions(after))
                || !change(before).equals(change(after))
                || !revision(before).equals(revision(after));
    }

    private static Map<String, String> conditions(FleetCellStatus status) {
        return Optional.ofNullable(status.conditions).stream()
                .flatMap(List::stream)
                .filter(c -> MOVING.stream().noneMatch(m -> m.name().equals(c.type)))
                .collect(Collectors.toMap(c -> c.type, (CellCondition c) -> c.status));
    }

    private static List<String> ceiling(FleetCellStatus status) {
        return status.ceiling == null ? List.of() : List.of(status.ceiling.capacity + " " + status.ceiling.binding);
    }

    /** The kind, and the wait unless it is one of those that come with every wave. */
    private static List<String> change(FleetCellStatus status) {
        if (status.change == null) {
            return List.of();
        }
        var news = reason(status.change.wait).filter(w -> !w.isRoutine());
        return List.of(status.change.kind, news.map(WaitReason::name).orElse(""));
    }

    private static List<String> revision(FleetCellStatus status) {
        return status.revision == null
                ? List.of()
                : List.of(String.valueOf(status.revision.current), String.valueOf(status.revision.update));
    }

    /** The reason of that name; empty for none, and for one of another release. */
    static Optional<WaitReason> reason(@Nullable String name) {
        return Arrays.stream(WaitReason.values())
                .filter(w -> w.name().equals(name))
                .findFirst();
    }
}
