package dev.fleetcell.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class NarratorTest {
    private static final int WIDTH = 130;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final Narrator narrator = new Narrator(new PrintStream(screen, true, UTF_8), true);

    @Test
    void longTextIsBrokenBetweenWordsAndNothingIsLost() {
        var text = "a node of the cell ".repeat(20).strip();
        narrator.notice(text);
        var lines = screen.toString(UTF_8).lines().toList();
        assertTrue(lines.size() > 1);
        assertTrue(lines.stream().allMatch(l -> l.length() <= WIDTH), lines.toString());
        assertTrue(
                lines.stream().skip(1).allMatch(l -> l.startsWith("      a") || l.matches(" {6}\\S.*")),
                lines.toString());
        assertEquals(
                "-> " + text, String.join(" ", lines.stream().map(String::strip).toList()));
    }

    @Test
    void aTableKeepsItsColumns() {
        var row = "NAME     CAPACITY   CEILING";
        narrator.line(row);
        assertEquals("     " + row + "\n", screen.toString(UTF_8));
    }

    @Test
    void aWordThatFitsOnNoLineIsNotBroken() {
        var word = "x".repeat(2 * WIDTH);
        narrator.line(word);
        assertEquals("     " + word + "\n", screen.toString(UTF_8));
    }

    @Test
    void whateverIsSaidEndsAProgressBar() {
        narrator.progress(new ProgressBar.State(1, 0, 2, "", ""));
        narrator.notice("said");
        assertTrue(screen.toString(UTF_8).endsWith("\n   -> said\n"), screen.toString(UTF_8));
    }
}
