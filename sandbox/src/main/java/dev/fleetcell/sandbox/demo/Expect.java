package dev.fleetcell.sandbox.demo;

import java.io.IOException;

/** What the story says has to be true, or it ends. */
final class Expect {
    private Expect() {}

    /**
     * Ends the demo unless {@code holds}.
     *
     * @param what what should be, in words
     */
    static void that(boolean holds, String what) throws IOException {
        if (!holds) {
            throw new IOException("the demo shows something else than it says. Expected: " + what);
        }
    }
}
