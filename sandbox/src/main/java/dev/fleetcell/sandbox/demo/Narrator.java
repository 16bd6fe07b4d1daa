package dev.fleetcell.sandbox.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** Tells the story: numbered steps, what happens, and what to notice. */
final class Narrator {
    private final PrintStream out;
    private final Instant begun = Instant.now();
    private int step;

    Narrator(PrintStream out) {
        this.out = out;
    }

    void title(String text) {
        out.println(text);
    }

    void step(String text) {
        out.printf(
                "%n%d. %s  [%d s]%n",
                ++step, text, Duration.between(begun, Instant.now()).toSeconds());
    }

    void command(String text) {
        out.println("   $ " + text);
    }

    void line(String text) {
        text.strip().lines().forEach(l -> out.println("     " + l));
    }

    void notice(String text) {
        out.println("   -> " + text);
    }

    long seconds() {
        return Duration.between(begun, Instant.now()).toSeconds();
    }
}
