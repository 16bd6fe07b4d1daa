package dev.fleetcell.operator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The setting that names the namespaces. */
class WatchedNamespacesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void emptyMeansAll(String text) {
        assertEquals(Set.of(), WatchedNamespaces.parse(text));
    }

    @Test
    void namesStandBetweenCommas() {
        assertEquals(Set.of("a"), WatchedNamespaces.parse("a"));
        assertEquals(Set.of("team-a", "team-b", "3"), WatchedNamespaces.parse("team-a, team-b,3,team-a"));
    }

    /** None of them may pass for "all". */
    @ParameterizedTest
    @ValueSource(strings = {",", "a,", ",a", "a,,b", "Team", "a b", "-a", "a-", "a.b", "*", "a;b"})
    void aBadNameIsRefusedWithWhatToWrite(String text) {
        var refusal = String.valueOf(assertThrows(IllegalArgumentException.class, () -> WatchedNamespaces.parse(text))
                .getMessage());
        assertTrue(
                refusal.startsWith("FLEETCELL_OPERATOR_WATCH_NAMESPACES: '")
                        && refusal.contains("leave it empty for all namespaces"),
                refusal);
    }

    @Test
    void aNameHasAtMost63Characters() {
        assertEquals(Set.of("a".repeat(63)), WatchedNamespaces.parse("a".repeat(63)));
        assertThrows(IllegalArgumentException.class, () -> WatchedNamespaces.parse("a".repeat(64)));
    }
}
