package dev.fleetcell.sandbox.kubelet;

import java.time.Duration;

/** A kubelet's delays: 10 s, doubling to 5 minutes; forgotten after something worked for 10 minutes. */
public final class BackOff {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGIVEN = Duration.ofMinutes(10);

    private Duration next;

    private BackOff(Duration next) {
        this.next = next;
    }

    /** For crashes: the first restart comes at once. */
    public static BackOff afterFirst() {
        return new BackOff(Duration.ZERO);
    }

    /** For attempts that did not even begin: each is followed by a delay. */
    public static BackOff always() {
        return new BackOff(FIRST);
    }

    /** The delay after a failure that came after {@code worked} of success. */
    public Duration after(Duration worked) {
        if (worked.compareTo(FORGIVEN) >= 0) {
            next = Duration.ZERO;
        }
        Duration delay = next;
        Duration doubled = next.isZero() ? FIRST : next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return delay;
    }
}
