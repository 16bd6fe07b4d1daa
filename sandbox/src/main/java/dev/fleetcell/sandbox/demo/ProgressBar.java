package dev.fleetcell.sandbox.demo;

import java.io.PrintStream;
import java.util.Optional;

/** A progress bar: redrawn in place on a terminal, elsewhere a line at each step. */
final class ProgressBar {
    private static final String TO_THE_LEFT = "\r";
    private static final String CLEAR_TO_THE_RIGHT = "\033[K";
    /** A line that is longer than the terminal is wide would else leave a copy of itself at each redraw. */
    private static final String CUT_LINES = "\033[?7l";

    private static final String WRAP_LINES = "\033[?7h";

    private final PrintStream out;
    private final boolean terminal;
    private final String indent;
    private Optional<State> shown = Optional.empty();

    /**
     * What a bar shows.
     *
     * @param done of {@code total}
     * @param begun of {@code total}, and not done
     * @param note what stands behind the bar
     * @param waits what the next step waits for; empty for nothing
     */
    record State(int done, int begun, int total, String note, String waits) {
        /** {@code [####++......] 6/12  note  waits: Pace}, four done and two begun. */
        String text() {
            String rest = ".".repeat(Math.max(0, total - done - begun));
            String line = "[%s%s%s] %d/%d  %s"
                    .formatted("#".repeat(done), "+".repeat(begun), rest, done + begun, total, note);
            return waits.isEmpty() ? line : line + "  waits: " + waits;
        }

        /** Whether something happened since {@code earlier}; a note that changed is nothing. */
        private boolean isStepAfter(State earlier) {
            return done != earlier.done
                    || begun != earlier.begun
                    || total != earlier.total
                    || !waits.equals(earlier.waits);
        }
    }

    ProgressBar(PrintStream out, boolean terminal, String indent) {
        this.out = out;
        this.terminal = terminal;
        this.indent = indent;
    }

    /** Shows how far it is. */
    void show(State state) {
        if (terminal) {
            if (shown.filter(state::equals).isEmpty()) {
                out.print(TO_THE_LEFT + CUT_LINES + indent + state.text() + CLEAR_TO_THE_RIGHT + WRAP_LINES);
                out.flush();
                shown = Optional.of(state);
            }
        } else if (shown.isEmpty() || state.isStepAfter(shown.get())) {
            out.println(indent + state.text());
            shown = Optional.of(state);
        }
    }

    /** Leaves what is shown where it is: what is printed next begins a new line. */
    void end() {
        if (terminal && shown.isPresent()) {
            out.println();
        }
        shown = Optional.empty();
    }
}
