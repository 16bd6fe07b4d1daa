package dev.fleetcell.operator.threads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What the operator takes from a node's {@code GET /fleet/report}; all else in it is for people.
 *
 * @param tasks kernel tasks of the node's process
 * @param refusedStarts thread starts that were refused since the process began
 * @param peers names of the peers it is connected to
 * @param sinceStore how long ago the metadata store last answered it; empty if it does not say
 * @param message what it says of its state, one line of at most {@value #LONGEST} characters; empty when it says nothing
 */
record NodeReport(int tasks, long refusedStarts, Set<String> peers, Optional<Duration> sinceStore, String message) {
    private static final int LONGEST = 160;
    /** A century: what is longer is no time that a clock has measured. */
    private static final double LONG_AGO_SECONDS = 3.2e9;

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads a report.
     *
     * @throws IOException when it is not JSON, misses a field or speaks of another node than {@code node}
     */
    static NodeReport parse(byte[] body, String node) throws IOException {
        var report = JSON.readTree(body);
        var name = report.path("node").asText();
        if (!name.equals(node)) {
            throw new IOException("a report of '" + name + "' came from the address of " + node);
        }
        var threads = report.path("threads");
        return new NodeReport(
                (int) number(threads, "total", Integer.MAX_VALUE),
                number(threads, "refusedStarts", Long.MAX_VALUE),
                StreamSupport.stream(report.path("peers").path("names").spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.toUnmodifiableSet()),
                sinceStore(report.path("shardMap").path("confirmedSecondsAgo")),
                oneLine(report.path("message").asText("")));
    }

    /** An image without a store does not say; what is no time counts as not said. */
    private static Optional<Duration> sinceStore(JsonNode seconds) {
        return seconds.isNumber() && seconds.asDouble() >= 0 && seconds.asDouble() < LONG_AGO_SECONDS
                ? Optional.of(Duration.ofMillis((long) (seconds.asDouble() * 1000)))
                : Optional.empty();
    }

    /** It will stand in a status and on a terminal, and any image may have written it. */
    private static String oneLine(String message) {
        var line = message.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
    }

    private static long number(JsonNode threads, String field, long most) throws IOException {
        var value = threads.path(field);
        if (!value.isIntegralNumber() || value.asLong() < 0 || value.asLong() > most) {
            throw new IOException("threads." + field + " is not a count: " + value);
        }
        return value.asLong();
    }
}
