package dev.fleetcell.sandbox.demo;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells the story: numbered steps, what happens, and what to notice. */
final class Narrator {
    private static final String INDENT = "     ";
    /** In characters. Commands are never broken: they can be copied. */
    private static final int WIDTH = 130;
    /** A single space; "20 %" stays together, and so do the columns of a table. */
    private static final String BREAK = "(?<=\\S) (?=[^\\s%])";

    private final PrintStream out;
    private final ProgressBar bar;
    private final Instant begun = Instant.now();
    private int step;

    Narrator(PrintStream out, boolean terminal) {
        this.out = out;
        this.bar = new ProgressBar(out, terminal, INDENT);
    }

    /** On standard output; a progress bar is redrawn in place if that is a terminal that can. */
    static Narrator onScreen() {
        boolean terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        return new Narrator(System.out, terminal && !"dumb".equals(System.getenv("TERM")));
    }

    void title(String text) {
        print(text);
    }

    void step(String text) {
        print("%n%d. %s  [%d s]".formatted(++step, text, seconds()));
    }

    void command(String text) {
        print("   $ " + text);
    }

    void line(String text) {
        text.strip().lines().forEach(l -> print(wrapped(INDENT, l)));
    }

    void notice(String text) {
        print(wrapped("   -> ", text));
    }

    /** Shows how far something is, until anything else is said. */
    void progress(ProgressBar.State state) {
        bar.show(state);
    }

    long seconds() {
        return Duration.between(begun, Instant.now()).toSeconds();
    }

    /** One line of text as lines that fit, the others as far to the right as the first one. */
    private static String wrapped(String lead, String text) {
        StringBuilder lines = new StringBuilder(lead);
        String indent =
                " ".repeat(lead.length() + text.length() - text.stripLeading().length());
        int column = lead.length();
        for (String word : text.splitWithDelimiters(BREAK, 0)) {
            if (column + word.length() > WIDTH && column > indent.length() && !word.isBlank()) {
                lines.setLength(lines.length() - 1);
                lines.append("%n".formatted()).append(indent);
                column = indent.length();
            }
            lines.append(word);
            column += word.length();
        }
        return lines.toString();
    }

    private void print(String text) {
        bar.end();
        out.println(text);
    }
}
