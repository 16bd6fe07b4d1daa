package dev.fleetcell.operator.sim.history;

/** A failed history as a person needs it. */
final class Failure {
    private Failure() {}

    /** Plays the history of {@code seed} once more and tells its end. */
    static String text(long seed, RuntimeException failure, Conduct conduct, int lines) {
        var again = new History(seed, conduct, lines);
        try {
            again.play();
            return "history %d failed and does not fail again: %s".formatted(seed, failure);
        } catch (RuntimeException e) {
            return "history %d: %s%n%s%nreplay it with -Dfleetcell.history.seed=%d"
                    .formatted(seed, e, String.join(System.lineSeparator(), again.trace()), seed);
        }
    }
}
