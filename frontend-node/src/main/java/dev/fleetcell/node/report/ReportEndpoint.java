package dev.fleetcell.node.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** {@code GET /fleet/report} on the management port. */
@Singleton
public class ReportEndpoint {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Reporter reporter;

    ReportEndpoint(Reporter reporter) {
        this.reporter = reporter;
    }

    void register(@Observes ManagementInterface management) {
        // Counting a thousand tasks takes tens of milliseconds: not on an event loop.
        management.router().get("/fleet/report").blockingHandler(this::handle, false);
    }

    private void handle(RoutingContext request) {
        try {
            request.response()
                    .putHeader("Content-Type", "application/json")
                    .end(JSON.writeValueAsString(reporter.report()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts and numbers are always JSON", e);
        }
    }
}
