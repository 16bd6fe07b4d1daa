package dev.fleetcell.operator.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Plays a sequence on the fakes, and beside them on a real control plane if there is one. After each step the two have to be
 * the same as soon as both are at rest, and to stay so when the real controllers have looked once more.
 */
final class Comparison {
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final Duration POLL = Duration.ofMillis(40);

    private final Sequence sequence;
    private final FakePlayer fake;
    private final Optional<RealPlayer> real;
    private final List<String> played = new ArrayList<>();

    Comparison(Sequence sequence, Optional<RealPlayer> real) {
        this.sequence = sequence;
        this.fake = new FakePlayer(sequence.name());
        this.real = real;
    }

    /** @throws AssertionError with all steps up to the one that went wrong */
    void play() {
        sequence.steps().forEach(this::play);
    }

    private void play(Step step) {
        if (step.verb() == Step.Verb.EXPECT) {
            assertEquals(step.text(), fake.seen().line(), () -> told("not as expected by: " + step));
            return;
        }
        var resolved = step.resolved(fake.store.pods.list());
        var answer = fake.play(resolved);
        played.add(resolved + (answer == 0 ? "" : " -> " + answer));
        if (step.expectedCode() != 0) {
            assertEquals(step.expectedCode(), answer, () -> told("not the answer that is expected"));
        }
        fake.settle();
        real.ifPresent(
                player -> assertEquals(answer, player.play(resolved), () -> told("the fake's answer, the real one")));
        if (fake.store.set() != null && fake.store.budget() != null) {
            real.ifPresent(this::compare);
            played.add("        " + fake.seen().line() + ", budget " + fake.seenBudget());
        }
    }

    private void compare(RealPlayer player) {
        awaitEqual("both at rest", fake::seen, player::seen);
        fake.touch();
        player.touch();
        fake.settle();
        await("the real controller looks once more", player::observed);
        var later = player.seen();
        assertEquals(fake.seen().pods(), later.pods(), () -> told("the fake's pods, the real ones later"));
        if (!fake.seen().equals(later)) {
            awaitEqual("both at rest again", fake::seen, player::seen);
        }
        awaitEqual("the same budget", fake::seenBudget, player::seenBudget);
    }

    private <T> void awaitEqual(String what, Supplier<T> wanted, Supplier<T> got) {
        var want = wanted.get();
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .until(() -> got.get().equals(want));
        } catch (ConditionTimeoutException e) {
            assertEquals(want, got.get(), () -> told("the fake, the real one: not " + what));
            throw e;
        }
    }

    private void await(String what, Supplier<Boolean> condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(condition::get);
    }

    private String told(String what) {
        return sequence.name() + ": " + what + "; played:\n  " + String.join("\n  ", played) + "\n";
    }
}
