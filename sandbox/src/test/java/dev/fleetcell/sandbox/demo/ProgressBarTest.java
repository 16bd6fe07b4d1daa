package dev.fleetcell.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(screen, true, UTF_8);

    @Test
    void doneBegunAndTheRestAreToldApart() {
        assertEquals(
                "[####++......] 6/12  ETA 12:03:10  waits: Pace",
                state(4, 2, "ETA 12:03:10", "Pace").text());
        assertEquals("[############] 12/12  done", state(12, 0, "done", "").text());
    }

    @Test
    void elsewhereThanOnATerminalThereIsALineAtEachStep() {
        var bar = new ProgressBar(out, false, "  ");
        bar.show(state(0, 1, "ETA 1", ""));
        bar.show(state(0, 1, "ETA 2", ""));
        bar.show(state(1, 0, "ETA 2", ""));
        bar.show(state(1, 0, "ETA 2", "Pace"));
        bar.end();
        assertEquals("""
                  [+...........] 1/12  ETA 1
                  [#...........] 1/12  ETA 2
                  [#...........] 1/12  ETA 2  waits: Pace
                """, screen.toString(UTF_8));
    }

    @Test
    void onATerminalTheSameLineIsRedrawnAndLeftAtTheEnd() {
        var bar = new ProgressBar(out, true, "");
        bar.show(state(0, 1, "ETA 1", ""));
        var first = screen.toString(UTF_8);
        bar.show(state(0, 1, "ETA 1", ""));
        assertEquals(first, screen.toString(UTF_8), "what is the same is not drawn again");
        bar.show(state(0, 1, "ETA 2", ""));
        assertFalse(screen.toString(UTF_8).contains("\n"));
        assertTrue(screen.toString(UTF_8).startsWith("\r", first.length()), "from the left again");
        bar.end();
        bar.end();
        assertTrue(screen.toString(UTF_8).endsWith("\n"));
        assertEquals(1, screen.toString(UTF_8).chars().filter(c -> c == '\n').count(), "one line in all");
    }

    private static ProgressBar.State state(int done, int begun, String note, String waits) {
        return new ProgressBar.State(done, begun, 12, note, waits);
    }
}
