package dev.fleetcell.operator.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What stands in a report may come from any image, and goes into a status that people read on a terminal. */
class NodeReportTest {
    @Test
    void aMessageIsOneLineWithoutControlCharactersAndNotLong() throws IOException {
        assertEquals("not connected yet: b", message("\"not connected yet: b\""));
        assertEquals("red [31m and more", message("\"red\\n\\u001b[31m\\tand\\u200b more\""));
        assertEquals("x".repeat(157) + "...", message("\"" + "x".repeat(500) + "\""));
        assertEquals("", message("null"));
    }

    private static String message(String json) throws IOException {
        var report = "{\"node\":\"a\",\"message\":" + json + ",\"threads\":{\"total\":1,\"refusedStarts\":0}}";
        return NodeReport.parse(report.getBytes(StandardCharsets.UTF_8), "a").message();
    }
}
