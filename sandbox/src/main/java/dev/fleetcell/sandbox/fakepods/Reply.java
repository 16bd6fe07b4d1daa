package dev.fleetcell.sandbox.fakepods;

import java.time.Duration;

/** What a {@link Site} says to a request. */
sealed interface Reply {
    /**
     * A response.
     *
     * @param status HTTP's
     * @param json the body
     * @param blanks how many bytes of blanks follow the body, as part of it
     * @param delay from the request until the response
     */
    record Answer(int status, String json, int blanks, Duration delay) implements Reply {}

    /** The connection stays open and nothing is sent. */
    record Silence() implements Reply {}
}
