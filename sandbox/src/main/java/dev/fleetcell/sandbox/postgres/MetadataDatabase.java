package dev.fleetcell.sandbox.postgres;

import dev.fleetcell.sandbox.process.FreePort;
import dev.fleetcell.sandbox.process.LocalProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A PostgreSQL of its own for one sandbox, reached by password-less TCP on one loopback address. Data survives {@link
 * #stop} and {@link #start()}; the port stays the same. It ends with the {@link LocalProcesses} it belongs to.
 */
public final class MetadataDatabase implements AutoCloseable {
    private static final int MOST_SHARDS = 1_000_000;

    private final EmbeddedServer server;

    private MetadataDatabase(EmbeddedServer server) {
        this.server = server;
    }

    /**
     * Starts an empty database; the first time on a machine takes some seconds longer, because its binaries are unpacked.
     *
     * @param directory where data go; created when absent, its data are used again when they are there
     * @param address a loopback address
     * @throws IOException if it does not start; the message holds the end of its log
     */
    public static MetadataDatabase start(LocalProcesses processes, Path directory, String address) throws IOException {
        Files.createDirectories(directory);
        MetadataDatabase database = new MetadataDatabase(
                new EmbeddedServer(processes, directory.toAbsolutePath(), address, FreePort.on(address)));
        database.start();
        return database;
    }

    /** Starts it again after {@link #stop}, with the same data on the same port; nothing happens when it runs. */
    public void start() throws IOException {
        server.start(this::connect);
    }

    /** Stops it; clients lose their connections at once. Nothing happens when it does not run. */
    public void stop() {
        server.stop();
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://" + server.address() + ":" + server.port() + "/postgres";
    }

    /** The only user; there is no password. */
    public String user() {
        return EmbeddedServer.USER;
    }

    /** Runs a file of SQL statements. */
    public void apply(Path sql) throws IOException, SQLException {
        String statements = Files.readString(sql);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    /**
     * Replaces the shard map by a generated one and raises its version, in one transaction. Streams are {@code stream-0},
     * {@code stream-1}, ...; the shards of each tile the hash keys 0 to 2^128 - 1 without gap or overlap; back-end cells are
     * {@code backend-0} to {@code backend-7}.
     *
     * @param streams at least 1
     * @param shardsPerStream at least 1; at most a million shards in all
     */
    public void seed(int streams, int shardsPerStream) throws SQLException {
        if (streams < 1 || shardsPerStream < 1 || (long) streams * shardsPerStream > MOST_SHARDS) {
            throw new IllegalArgumentException("cannot seed " + streams + " streams of " + shardsPerStream
                    + " shards: both must be at least 1 and their product at most " + MOST_SHARDS);
        }
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement();
                    PreparedStatement shards = connection.prepareStatement(SEED)) {
                // First the version: its row is the lock that puts writers in order.
                statement.execute("update shard_map set version = version + 1");
                statement.execute("delete from shard");
                shards.setInt(1, streams);
                shards.setInt(2, shardsPerStream);
                shards.executeUpdate();
            }
            connection.commit();
        }
    }

    /** A connection to the database; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl() + "?connectTimeout=5&socketTimeout=60", user(), "");
    }

    @Override
    public void close() {
        stop();
    }

    private static final String SEED = """
            with asked(streams, shards) as (values (cast(? as int), cast(? as int))),
                 space(size) as (values (340282366920938463463374607431768211456::numeric))
            insert into shard (stream, shard, start_hash, end_hash, backend_cell)
            select 'stream-' || s, 'shardId-' || lpad(i::text, 12, '0'),
                   div(i * size, shards), div((i + 1) * size, shards) - 1, 'backend-' || (s + i) % 8
            from asked, space, generate_series(0, streams - 1) s, generate_series(0, shards - 1) i
            """;
}
