package dev.fleetcell.operator.sim.history;

import java.util.PriorityQueue;

/** What happens next. Time is in milliseconds since the history began; what is due at the same time happens in the order of entry. */
final class Agenda {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long now;
    private long entered;

    private record Entry(long at, long number, Runnable what) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            var byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    long now() {
        return now;
    }

    void in(long millis, Runnable what) {
        entries.add(new Entry(now + Math.max(0, millis), entered++, what));
    }

    /** Lets happen what is due within {@code millis}; may be called by something that happens. */
    void letPass(long millis) {
        var until = now + millis;
        while (!entries.isEmpty() && entries.peek().at() <= until) {
            var entry = entries.remove();
            now = Math.max(now, entry.at());
            entry.what().run();
        }
        now = Math.max(now, until);
    }

    /** Lets the next thing happen; false if there is none until then. */
    boolean next(long until) {
        var entry = entries.peek();
        if (entry == null || entry.at() > until) {
            return false;
        }
        entries.remove();
        now = Math.max(now, entry.at());
        entry.what().run();
        return true;
    }
}
