package dev.fleetcell.node.report;

import dev.fleetcell.node.bootstrap.MapStatus;
import dev.fleetcell.node.bootstrap.NodeState;
import dev.fleetcell.node.bootstrap.Observed;
import dev.fleetcell.node.gateway.GatewayLoad;
import dev.fleetcell.node.mesh.MeshView;
import dev.fleetcell.node.threads.TaskGroup;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Puts the report together. */
public final class Reporter {
    private final Identity identity;
    private final Sources sources;

    /** Who reports. */
    public record Identity(String cell, String node) {}

    /** Where the report comes from. */
    public record Sources(NodeState state, NodeState.Parts parts, GatewayLoad load) {}

    public Reporter(Identity identity, Sources sources) {
        this.identity = identity;
        this.sources = sources;
    }

    /** The report of this moment; counts the tasks anew. */
    public FleetReport report() {
        NodeState.Seen seen = sources.state().look(Duration.ZERO);
        MapStatus map = seen.observed().map();
        MeshView mesh = seen.observed().mesh();
        return new FleetReport(
                identity.cell(),
                identity.node(),
                seen.judgement().phase().label(),
                seen.judgement().message(),
                threads(seen.observed()),
                shardMap(map),
                new FleetReport.Peers(mesh.known(), mesh.connected().size(), mesh.connected()),
                new FleetReport.Load(sources.load().requests(), sources.load().rejected()));
    }

    private static FleetReport.ShardMap shardMap(MapStatus map) {
        OptionalLong confirmed = map.confirmedNanos();
        return new FleetReport.ShardMap(
                map.version(),
                map.complete(),
                map.source(),
                map.seconds(),
                map.shards(),
                confirmed.isPresent() ? (System.nanoTime() - confirmed.getAsLong()) / 1e9 : null);
    }

    private FleetReport.Threads threads(Observed seen) {
        Map<String, Integer> byGroup = new LinkedHashMap<>();
        for (TaskGroup group : TaskGroup.values()) {
            byGroup.put(group.label(), seen.census().of(group));
        }
        return new FleetReport.Threads(
                seen.census().total(),
                seen.allowance().limit(),
                seen.allowance().budget(),
                byGroup,
                sources.parts().starts().refusedStarts());
    }
}
