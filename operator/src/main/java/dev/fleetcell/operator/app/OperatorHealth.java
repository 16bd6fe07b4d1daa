package dev.fleetcell.operator.app;

import io.javaoperatorsdk.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Live while its watches are healthy, and until they are begun: a start that fails ends the process. */
@Liveness
@ApplicationScoped
public class OperatorHealth implements HealthCheck {
    private final Operator operator;

    OperatorHealth(Operator operator) {
        this.operator = operator;
    }

    @Override
    public HealthCheckResponse call() {
        var info = operator.getRuntimeInfo();
        return HealthCheckResponse.named("watches")
                .status(!info.isStarted() || info.allEventSourcesAreHealthy())
                .withData("started", info.isStarted())
                .build();
    }
}
