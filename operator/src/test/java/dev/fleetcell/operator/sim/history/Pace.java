package dev.fleetcell.operator.sim.history;

import java.util.ArrayList;
import java.util.List;

/** Whether cold starts are paid for faster than they may be. */
final class Pace {
    private static final double MILLIS_PER_HOUR = 3_600_000;
    private static final double ROUNDING = 1e-6;

    private final List<Ticket> tickets = new ArrayList<>();

    /** A status was written: whose clock counts may be another now. */
    void told(Pass pass, Cell.Status status) {
        if (tickets.isEmpty() || tickets.getLast().ahead() != status.paceAhead()) {
            tickets.add(new Ticket(pass.began, 0, pass.plan.rate(), status.paceAhead()));
        }
    }

    /** Cold starts were paid for with the status that was written just now. */
    void paid(Pass pass, int starts) {
        var ahead = tickets.getLast().ahead();
        tickets.add(new Ticket(pass.began, starts, pass.plan.rate(), ahead));
        check();
    }

    /** Every window that ends now. */
    private void check() {
        var last = tickets.getLast();
        var starts = 0;
        var burst = 0;
        var perHour = 0;
        var byClocks = 0.0;
        for (var i = tickets.size() - 1; i >= 0; i--) {
            var ticket = tickets.get(i);
            starts += ticket.starts();
            burst = Math.max(burst, ticket.rate().burst());
            perHour = Math.max(perHour, ticket.rate().perHour());
            var millis = last.at() - ticket.at();
            var allowed = burst + millis * perHour / MILLIS_PER_HOUR + byClocks;
            if (starts > allowed + ROUNDING) {
                throw new BrokenInvariant(
                        Invariant.PACE,
                        "%d cold starts in %d ms, at most %.3f are allowed".formatted(starts, millis, allowed));
            }
            if (i > 0) {
                var forward = Math.max(0, ticket.ahead() - tickets.get(i - 1).ahead());
                byClocks += Math.min(burst, forward * perHour / MILLIS_PER_HOUR);
            }
        }
    }
}
