package dev.fleetcell.node.cell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fleetcell.sandbox.process.LocalProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** A running node, asked through its ports only. */
public final class TestNode {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final NodeSpec spec;
    private final LocalProcess process;

    TestNode(NodeSpec spec, LocalProcess process) {
        this.spec = spec;
        this.process = process;
    }

    public String name() {
        return spec.name();
    }

    public String address() {
        return spec.address();
    }

    public LocalProcess process() {
        return process;
    }

    public JsonNode report() throws IOException, InterruptedException {
        return JSON.readTree(get(9000, "/fleet/report").body());
    }

    public boolean ready() throws IOException, InterruptedException {
        return get(9000, "/q/health/ready").statusCode() == 200;
    }

    public HttpResponse<String> route(String stream, String partitionKey) throws IOException, InterruptedException {
        return get(
                8080, "/route/" + stream + "?partitionKey=" + URLEncoder.encode(partitionKey, StandardCharsets.UTF_8));
    }

    public HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address() + ":" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    public TestNode awaitReady() throws InterruptedException {
        await("ready", report -> ready());
        return this;
    }

    /** Waits until the node is connected with exactly these peers, and knows no others. */
    public void awaitPeers(List<String> names) throws InterruptedException {
        List<String> others =
                names.stream().filter(name -> !name.equals(name())).sorted().toList();
        await(
                "connected with " + others,
                report -> peers(report).equals(others)
                        && report.at("/peers/known").asInt() == others.size()
                        && report.at("/peers/connected").asInt() == others.size());
    }

    /** Waits until the report is as wanted and gives that report; a dead or silent node fails the test with its log. */
    public JsonNode await(String what, Check check) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String last = "no report yet";
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                JsonNode report = report();
                last = report.toString();
                if (check.test(report)) {
                    return report;
                }
            } catch (IOException notYet) {
                last = notYet.toString();
            }
            process.awaitExit(PAUSE);
        }
        throw new AssertionError("%s (%s) is not %s after %s; last: %s%n%s"
                .formatted(process, process.isAlive() ? "alive" : "dead", what, PATIENCE, last, process.tail(40)));
    }

    public static List<String> peers(JsonNode report) {
        return StreamSupport.stream(report.at("/peers/names").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** A question to the node that may fail while it starts. */
    @FunctionalInterface
    public interface Check {
        boolean test(JsonNode report) throws IOException, InterruptedException;
    }
}
