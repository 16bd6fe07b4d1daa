package dev.fleetcell.operator.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The operator's own kernel tasks as a metric: it is judged by the law that it enforces. */
@ApplicationScoped
public class OwnTasks {
    private static final Path TASKS = Path.of("/proc/self/task");

    void register(@Observes StartupEvent event, MeterRegistry registry) {
        Gauge.builder("fleetcell.operator.tasks", OwnTasks::count)
                .description("Kernel tasks of the operator's process")
                .register(registry);
    }

    /** NaN where /proc cannot be read: unknown, never zero. */
    private static double count() {
        try (var tasks = Files.list(TASKS)) {
            return tasks.count();
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
