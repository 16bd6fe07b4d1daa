package dev.fleetcell.sandbox;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for conditions with a deadline; a condition that never comes fails with what was seen last. */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    private Eventually() {}

    /** Returns the first value that satisfies the condition. */
    public static <T> T eventually(String what, Callable<T> value, Predicate<T> condition) {
        return eventually(what, value, condition, () -> "");
    }

    /** Returns the first value that satisfies the condition; {@code details} are added to the failure. */
    public static <T> T eventually(String what, Callable<T> value, Predicate<T> condition, Supplier<String> details) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        Object seen;
        do {
            try {
                T now = value.call();
                if (condition.test(now)) {
                    return now;
                }
                seen = now;
            } catch (Exception e) {
                seen = e;
            }
            LockSupport.parkNanos(POLL.toNanos());
        } while (System.nanoTime() < deadline);
        return fail("within " + LIMIT.toSeconds() + " s not: " + what + "\nseen last: " + seen + "\n" + details.get());
    }
}
