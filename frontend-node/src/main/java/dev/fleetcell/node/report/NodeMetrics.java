package dev.fleetcell.node.report;

import dev.fleetcell.node.threads.TaskGroup;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** The node's metrics, all of them: few, read when scraped, and none with a label for each peer. */
public final class NodeMetrics {
    private static final Duration SCRAPE = Duration.ofSeconds(1);

    private NodeMetrics() {}

    /** Registers all metrics; the sources outlive the registry. */
    public static void register(MeterRegistry registry, Reporter.Sources from) {
        for (TaskGroup group : TaskGroup.values()) {
            Gauge.builder(
                            "fleetcell.node.tasks",
                            from.parts().census(),
                            census -> census.recent(SCRAPE).of(group))
                    .description("Tasks of the process by group, as the kernel counts them")
                    .tag("group", group.label())
                    .register(registry);
            FunctionCounter.builder(
                            "fleetcell.node.refused.starts",
                            from.parts().starts(),
                            starts -> starts.refusedStarts(group))
                    .description("Thread starts that the kernel refused")
                    .tag("group", group.label())
                    .register(registry);
        }
        gauge(
                registry,
                "tasks.limit",
                "Declared limit of tasks",
                from,
                s -> s.parts().allowance().get().limit());
        gauge(
                registry,
                "tasks.budget",
                "Declared limit less reserve",
                from,
                s -> s.parts().allowance().get().budget());
        gauge(
                registry,
                "peers.known",
                "Peers known",
                from,
                s -> s.parts().mesh().view().known());
        gauge(
                registry,
                "peers.connected",
                "Peers connected",
                from,
                s -> s.parts().mesh().view().connected().size());
        gauge(
                registry,
                "shard.map.version",
                "Version of the map in use",
                from,
                s -> s.parts().map().status().version());
        gauge(
                registry,
                "shard.map.complete",
                "1 when there is a map",
                from,
                s -> s.parts().map().status().complete() ? 1 : 0);
        gauge(
                registry,
                "shard.map.load.seconds",
                "Duration of the last load",
                from,
                s -> s.parts().map().status().seconds());
        counter(
                registry,
                "shard.map.rejected",
                "Incomplete maps refused",
                from,
                s -> s.parts().map().status().rejected());
        counter(registry, "requests", "Requests", from, s -> s.load().requests());
        counter(
                registry,
                "requests.rejected",
                "Requests not taken",
                from,
                s -> s.load().rejected());
    }

    private static void gauge(
            MeterRegistry registry, String name, String description, Reporter.Sources from, Value value) {
        Gauge.builder("fleetcell.node." + name, from, value::of)
                .description(description)
                .register(registry);
    }

    private static void counter(
            MeterRegistry registry, String name, String description, Reporter.Sources from, Value value) {
        FunctionCounter.builder("fleetcell.node." + name, from, value::of)
                .description(description)
                .register(registry);
    }

    @FunctionalInterface
    private interface Value {
        double of(Reporter.Sources sources);
    }
}
