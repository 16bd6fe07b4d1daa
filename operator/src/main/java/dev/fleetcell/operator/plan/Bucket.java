package dev.fleetcell.operator.plan;

import java.time.Duration;
import java.time.Instant;

/**
 * A token bucket. A token is leave for one cold start; with every start paid before it happens, the cold starts that are
 * caused in any t seconds are at most {@code burst + t * rate}.
 *
 * <p>Starts that nobody asked for (crashes, drains) are taken off afterwards, down to {@code -burst}: they load the metadata
 * store like any other. A clock that was set back loses what would have come in meanwhile and never adds anything.
 *
 * @param milli thousandths of tokens at the time {@code at}; may be negative
 * @param at when they were counted
 * @param owed starts since then that nobody has paid for
 */
public record Bucket(long milli, Instant at, int owed) {
    private static final long TOKEN = 1000;
    private static final long SECONDS_PER_HOUR = 3600;

    public Bucket(long milli, Instant at) {
        this(milli, at, 0);
    }

    /** A bucket that nothing was taken from yet. */
    public static Bucket full(Rate rate, Instant now) {
        return new Bucket(rate.burst() * TOKEN, now);
    }

    /** The same bucket, with so many starts to be taken off. */
    public Bucket owing(int starts) {
        return new Bucket(milli, at, starts);
    }

    /** The same bucket at {@code now}, with what came in since and without what is owed. */
    public Bucket at(Instant now, Rate rate) {
        var elapsed = Math.max(0, Duration.between(at, now).toMillis());
        var most = rate.burst() * TOKEN;
        var filled = Math.min(most, milli + elapsed * rate.perHour() / SECONDS_PER_HOUR);
        return new Bucket(Math.max(-most, filled - owed * TOKEN), now);
    }

    /** Cold starts that may be caused now; never negative. */
    public int tokens(Instant now, Rate rate) {
        return (int) Math.max(0, at(now, rate).milli() / TOKEN);
    }

    /** After {@code starts} more cold starts, paid for or not; never below {@code -burst}. */
    public Bucket take(int starts, Instant now, Rate rate) {
        return at(now, rate).owing(starts).at(now, rate);
    }

    /** How long until there is a token; zero when there is one. */
    public Duration untilNext(Instant now, Rate rate) {
        var missing = TOKEN - at(now, rate).milli();
        return missing <= 0
                ? Duration.ZERO
                : Duration.ofMillis(Math.ceilDiv(missing * SECONDS_PER_HOUR, rate.perHour()));
    }
}
