package dev.fleetcell.node.app;

import dev.fleetcell.node.bootstrap.NodeState;
import dev.fleetcell.node.bootstrap.ShardMapKeeper;
import dev.fleetcell.node.gateway.GatewayLoad;
import dev.fleetcell.node.gateway.RecordRouter;
import dev.fleetcell.node.gateway.Workers;
import dev.fleetcell.node.mesh.Mesh;
import dev.fleetcell.node.mesh.MeshSettings;
import dev.fleetcell.node.metadata.MetadataStore;
import dev.fleetcell.node.metadata.PostgresMetadataStore;
import dev.fleetcell.node.report.Reporter;
import dev.fleetcell.node.threads.TaskCensus;
import dev.fleetcell.node.threads.ThreadStarts;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Puts the parts together; nothing here starts anything. */
@Singleton
class Wiring {
    private static final int MESH_PORT = 7400;

    private final SettingsSource source = new SettingsSource(System.getenv());

    @Produces
    @Singleton
    Settings settings() throws InvalidSettingsException {
        return source.read();
    }

    @Produces
    @Singleton
    LiveAllowance allowance(Settings settings) {
        return new LiveAllowance(source, settings);
    }

    @Produces
    @Singleton
    NodeState.Parts parts(ShardMapKeeper map, Mesh mesh, ThreadStarts starts, LiveAllowance allowance) {
        return new NodeState.Parts(map, mesh, starts, new TaskCensus(), allowance);
    }

    @Produces
    @Singleton
    NodeState state(NodeState.Parts parts) {
        return new NodeState(parts);
    }

    @Produces
    @Singleton
    ThreadStarts starts() {
        return new ThreadStarts();
    }

    @Produces
    @Singleton
    Mesh mesh(Settings settings, ThreadStarts starts) {
        return new Mesh(new MeshSettings(settings.cell(), settings.self(), MESH_PORT, settings.members()), starts);
    }

    @Produces
    @Singleton
    ShardMapKeeper map(Settings settings) {
        MetadataStore store =
                new PostgresMetadataStore(settings.store(), settings.self().name());
        return new ShardMapKeeper(store);
    }

    @Produces
    @Singleton
    Workers workers(Settings settings, ThreadStarts starts) {
        return new Workers(settings.workers(), starts);
    }

    @Produces
    @Singleton
    GatewayLoad load() {
        return new GatewayLoad();
    }

    @Produces
    @Singleton
    RecordRouter router(NodeState state, ShardMapKeeper map, Workers workers, GatewayLoad load) {
        return new RecordRouter(() -> state.serves() ? map.current() : Optional.empty(), workers, load);
    }

    @Produces
    @Singleton
    Reporter.Sources sources(NodeState state, NodeState.Parts parts, GatewayLoad load) {
        return new Reporter.Sources(state, parts, load);
    }

    @Produces
    @Singleton
    Reporter reporter(Settings settings, Reporter.Sources sources) {
        return new Reporter(
                new Reporter.Identity(settings.cell(), settings.self().name()), sources);
    }
}
