package dev.fleetcell.node.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;

/** {@code GET /route/{stream}?partitionKey=K} on the gateway's port. */
@Singleton
public class RouteEndpoint {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RecordRouter records;

    RouteEndpoint(RecordRouter records) {
        this.records = records;
    }

    void register(@Observes Router http) {
        http.get("/route/:stream").handler(this::handle);
    }

    private void handle(RoutingContext request) {
        List<String> keys = request.queryParam("partitionKey");
        Context eventLoop = request.vertx().getOrCreateContext();
        records.route(
                Objects.requireNonNull(request.pathParam("stream")),
                keys.size() == 1 ? keys.getFirst() : null,
                answer -> eventLoop.runOnContext(ignored -> write(request, answer)));
    }

    private static void write(RoutingContext request, RouteAnswer answer) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.putHeader("Content-Type", "application/json");
        switch (answer) {
            case RouteAnswer.Routed routed -> response.end(json(routed));
            case RouteAnswer.Refused(RouteRefusal reason) ->
                response.setStatusCode(reason.status()).end(json(new Problem(reason.code(), reason.sentence())));
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts and numbers are always JSON", e);
        }
    }

    /** The body of an error. */
    record Problem(String error, String message) {}
}
