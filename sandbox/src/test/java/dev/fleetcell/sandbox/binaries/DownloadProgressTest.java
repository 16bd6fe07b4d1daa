package dev.fleetcell.sandbox.binaries;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DownloadProgressTest {
    private final List<String> lines = new ArrayList<>();

    @Test
    void aLineSaysHowMuchHasCome() {
        DownloadProgress progress = new DownloadProgress("kubectl", Duration.ZERO, lines::add);
        progress.received(12 << 20, 48 << 20);
        assertEquals(List.of("kubectl: 12 of 48 MiB downloaded (25 %), 0 s"), lines);
    }

    @Test
    void aSiteThatTellsNoLengthGetsNoPercentage() {
        DownloadProgress progress = new DownloadProgress("kubectl", Duration.ZERO, lines::add);
        progress.received(12 << 20, 0);
        assertEquals(List.of("kubectl: 12 MiB downloaded, 0 s"), lines);
    }

    @Test
    void linesAreNotMoreFrequentThanTheInterval() {
        DownloadProgress progress = new DownloadProgress("kubectl", Duration.ofHours(1), lines::add);
        progress.received(12 << 20, 48 << 20);
        assertEquals(List.of(), lines);
    }
}
