package dev.fleetcell.sandbox;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** What a failure says to the person who caused it. */
public final class Failure {
    private Failure() {}

    /** Asserts that the action fails so and that its message holds every part; the whole message is shown otherwise. */
    public static void assertSays(Class<? extends Throwable> type, Executable action, String... parts) {
        String message = String.valueOf(assertThrows(type, action).getMessage());
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "\"" + part + "\" is missing in: " + message);
        }
    }
}
