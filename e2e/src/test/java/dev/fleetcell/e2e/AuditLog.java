package dev.fleetcell.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The API server's audit log: who asked for what, and what came of it. One JSON object a line. */
final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CREATED = 201;

    private AuditLog() {}

    /**
     * One right, as a rule grants it.
     *
     * @param resource with its subresource after a slash
     */
    record Right(String apiGroup, String resource, String verb) implements Comparable<Right> {
        @Override
        public int compareTo(Right other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return verb + " " + resource + (apiGroup.isEmpty() ? "" : "." + apiGroup);
        }
    }

    /** A request that the API server has answered. */
    record Request(Instant at, String verb, String apiGroup, String resource, String uri, int code, String message) {
        boolean wasForbidden() {
            return code == 401 || code == 403;
        }

        /** The rights that it needed: an apply that creates needs both. */
        List<Right> rights() {
            var asked = new Right(apiGroup, resource, verb);
            return verb.equals("patch") && code == CREATED
                    ? List.of(asked, new Right(apiGroup, resource, "create"))
                    : List.of(asked);
        }
    }

    /** All answered requests of a user, from every file of the log in a folder. */
    static List<Request> of(String user, Path folder) {
        try (var files = Files.list(folder)) {
            var requests = new ArrayList<Request>();
            for (var file : files.sorted().toList()) {
                try (var lines = Files.lines(file)) {
                    lines.filter(line -> line.contains(user) && line.endsWith("}")) // the last one may be half written
                            .map(AuditLog::parse)
                            .filter(event -> event.at("/user/username").asText().equals(user))
                            .filter(event -> event.has("objectRef"))
                            .map(AuditLog::request)
                            .forEach(requests::add);
                }
            }
            return requests;
        } catch (IOException e) {
            throw new UncheckedIOException("no audit log in " + folder, e);
        }
    }

    /** Each right of some rules. */
    static Set<Right> rights(List<PolicyRule> rules) {
        var rights = new TreeSet<Right>();
        for (var rule : rules) {
            for (var group : rule.getApiGroups()) {
                for (var resource : rule.getResources()) {
                    rule.getVerbs().forEach(verb -> rights.add(new Right(group, resource, verb)));
                }
            }
        }
        return rights;
    }

    private static Request request(JsonNode event) {
        var object = event.get("objectRef");
        var subresource = object.path("subresource").asText();
        return new Request(
                Instant.parse(event.path("requestReceivedTimestamp").asText()),
                event.path("verb").asText(),
                object.path("apiGroup").asText(),
                object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
                event.path("requestURI").asText(),
                event.at("/responseStatus/code").asInt(),
                event.at("/responseStatus/message").asText());
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not a line of an audit log: " + line, e);
        }
    }
}
