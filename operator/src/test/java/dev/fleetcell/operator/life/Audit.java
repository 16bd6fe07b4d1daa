package dev.fleetcell.operator.life;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fleetcell.sandbox.SandboxBuilder;
import dev.fleetcell.sandbox.binaries.KubernetesBinary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The API server's audit log of what the operator writes: every request of its service account that is not a read, whatever came of
 * it. The lease is left out: its holder renews it for ever. A line is there before the request is answered.
 */
final class Audit implements AutoCloseable {
    private static final String OPERATOR = "system:serviceaccount:fleetcell-system:fleetcell-operator";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;

    private Audit(Path directory) {
        this.directory = directory;
    }

    /** Prepares a folder for it. */
    static Audit prepare() throws IOException {
        var audit = new Audit(Files.createTempDirectory("fleetcell-audit-"));
        Files.writeString(audit.policy(), """
                apiVersion: audit.k8s.io/v1
                kind: Policy
                omitStages: [RequestReceived]
                rules:
                - {level: None, verbs: [get, list, watch]}
                - {level: None, resources: [{group: coordination.k8s.io}]}
                - {level: Metadata, users: ["%s"]}
                """.formatted(OPERATOR));
        Files.createFile(audit.log());
        return audit;
    }

    /** Has the API server of a sandbox write it. */
    SandboxBuilder into(SandboxBuilder builder) {
        return builder.flag(KubernetesBinary.KUBE_APISERVER, "--audit-policy-file=" + policy())
                .flag(KubernetesBinary.KUBE_APISERVER, "--audit-log-path=" + log())
                .flag(KubernetesBinary.KUBE_APISERVER, "--audit-log-maxsize=1000");
    }

    /** Writes so far, each as a verb and a path, oldest first. */
    List<String> writes() {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.filter(line -> line.endsWith("}")) // the last one may be half written
                    .map(Audit::parse)
                    .map(event -> event.path("verb").asText() + " "
                            + event.path("requestURI").asText() + " "
                            + event.at("/responseStatus/code").asInt())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no audit log", e);
        }
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private Path policy() {
        return directory.resolve("policy.yaml");
    }

    private Path log() {
        return directory.resolve("audit.log");
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not a line of an audit log: " + line, e);
        }
    }
}
