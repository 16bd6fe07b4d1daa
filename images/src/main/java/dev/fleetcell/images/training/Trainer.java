package dev.fleetcell.images.training;

import dev.fleetcell.sandbox.Sandbox;
import dev.fleetcell.sandbox.process.LocalProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs one program until it has done its main job, and has its cache written. */
final class Trainer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(200);
    /** After the program has ended, a second JVM makes the cache from what the first has written down. */
    private static final Duration WRITING = Duration.ofMinutes(3);

    private static final int LOG_LINES = 30;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final LocalProcess process;
    private final Path cache;

    private Trainer(LocalProcess process, Path cache) {
        this.process = process;
        this.cache = cache;
    }

    /** Starts the program with that environment. */
    static Trainer start(
            Sandbox sandbox, String name, List<String> command, Path cache, Map<String, String> environment)
            throws IOException {
        Files.deleteIfExists(cache);
        return new Trainer(sandbox.processes().start("training-" + name, command, environment), cache);
    }

    /**
     * Waits until that address answers with status 200, and returns the body.
     *
     * @throws IOException if the program ends, or after two minutes; the message holds the end of its log
     */
    String get(String url) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(5))
                .build();
        String[] last = {"no answer"};
        await("status 200 from " + url, () -> {
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                last[0] = answer.body();
                return answer.statusCode() == 200;
            } catch (IOException notYet) {
                return false;
            }
        });
        return last[0];
    }

    /** Waits for something, as {@link #get} does. */
    void await(String what, Condition condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.holds()) {
                if (!process.isAlive()) {
                    throw new IOException(process.name() + " ended: " + process.tail(LOG_LINES));
                }
                if (System.nanoTime() > deadline) {
                    throw new IOException(
                            "waited " + PATIENCE.toMinutes() + " min for " + what + ": " + process.tail(LOG_LINES));
                }
                process.awaitExit(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + what, e);
        }
    }

    /** Ends the program, waits until the cache is written, and returns it. */
    Path finish() throws IOException {
        process.terminate(WRITING);
        if (!Files.exists(cache)) {
            throw new IOException(process.name() + " wrote no cache: " + process.tail(LOG_LINES));
        }
        return cache;
    }

    @Override
    public void close() {
        http.close();
        if (process.isAlive()) {
            process.kill();
        }
    }

    /** Something to wait for. */
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }
}
