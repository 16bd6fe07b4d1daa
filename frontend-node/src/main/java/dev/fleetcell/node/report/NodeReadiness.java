package dev.fleetcell.node.report;

import dev.fleetcell.node.bootstrap.Judgement;
import dev.fleetcell.node.bootstrap.NodeState;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * {@code GET /q/health/ready}: what was judged last. Asynchronous so that it is answered on the event loop: a probe
 * must not wait behind a report. There is no liveness check: a node that answers lives.
 */
@Readiness
@Singleton
public class NodeReadiness implements AsyncHealthCheck {
    private final NodeState state;

    NodeReadiness(NodeState state) {
        this.state = state;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        Judgement judgement = state.last();
        return Uni.createFrom()
                .item(HealthCheckResponse.named("front-end node")
                        .status(judgement.ready())
                        .withData("phase", judgement.phase().label())
                        .withData("message", judgement.message())
                        .build());
    }
}
