package dev.fleetcell.operator.plan;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What the cell that has its turn makes its restart wait for, once it was asked. */
final class RestartCellWaits {
    /** What a cell says of a restart that does not speak to it: it has not heard the order that stands now. */
    private static final Set<WaitReason> NOT_HEARD =
            EnumSet.of(WaitReason.RestartGone, WaitReason.RestartPaused, WaitReason.RestartAborted);

    private RestartCellWaits() {}

    /**
     * What {@code cell} waits for; empty while it replaces nodes.
     *
     * @param restart name of the restart
     */
    static Optional<RestartWait> of(String restart, String cell, CellView view) {
        var wait = view.waits().filter(w -> !NOT_HEARD.contains(w.reason()));
        if (wait.filter(w -> w.reason() == WaitReason.Paused).isPresent()) {
            return Optional.of(RestartWait.of(
                    RestartWaitReason.CellPaused,
                    "%s is paused itself: set its spec.paused to false to go on".formatted(cell)));
        }
        var first = view.change().filter(kind -> kind != ChangeKind.Restart && !carries(view, restart));
        if (first.isPresent()) {
            return Optional.of(new RestartWait(
                    RestartWaitReason.CellBusy,
                    wait.map(Wait::reason),
                    "%s: %s goes first".formatted(cell, first.get())
                            + wait.map(RestartCellWaits::told).orElse("")));
        }
        if (wait.isPresent()) {
            return Optional.of(new RestartWait(
                    RestartWaitReason.CellWaits,
                    wait.map(Wait::reason),
                    cell + wait.map(RestartCellWaits::told).get()));
        }
        return view.stamp().equals(restart)
                        && view.change().isPresent()
                        && view.waits().isEmpty()
                ? Optional.empty()
                : Optional.of(RestartWait.of(
                        RestartWaitReason.CellAsked,
                        "%s was asked and has not taken it up yet; if that stays, its own conditions say why"
                                .formatted(cell)));
    }

    /** Every node was restarted already: what the cell does now, it does for their sake. */
    private static boolean carries(CellView view, String restart) {
        return view.stamp().equals(restart)
                && view.observed().nodes().stream().allMatch(n -> n.stamp().equals(restart));
    }

    private static String told(Wait wait) {
        return ": " + wait.reason() + ": " + wait.message();
    }
}
