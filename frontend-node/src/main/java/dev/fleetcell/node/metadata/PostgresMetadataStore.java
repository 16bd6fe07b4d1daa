package dev.fleetcell.node.metadata;

import dev.fleetcell.node.shardmap.Assembled;
import dev.fleetcell.node.shardmap.ShardMapBuilder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.LazyCleanerImpl;

/**
 * The shard map in PostgreSQL, tables as in {@code schema.sql}.
 *
 * <p>A snapshot is one REPEATABLE READ, read-only transaction, so that version and shards belong together. A connection
 * is open only while it is used: a server admits fewer connections than a fleet has nodes. Every wait is bounded by the
 * socket timeout, the login's too; the driver's own login timeout would start one more thread for every login.
 */
public final class PostgresMetadataStore implements MetadataStore {
    static final int MAX_SHARDS = 1_000_000;
    private static final int CONNECT_SECONDS = 3;
    private static final int SOCKET_SECONDS = 10;
    private static final int FETCH_ROWS = 1_000;

    private final StoreAccess access;
    private final PGSimpleDataSource dataSource = new PGSimpleDataSource();

    /**
     * Connects to nothing yet.
     *
     * @param clientName what the server shows for our connections
     * @throws IllegalArgumentException when the URL is none that the driver understands
     */
    public PostgresMetadataStore(StoreAccess access, String clientName) {
        this.access = access;
        // The driver starts a cleaner thread with its first connection; were that start refused, the driver would be of
        // no
        // use ever after. Here it is refused at boot or never.
        LazyCleanerImpl.getInstance();
        dataSource.setUrl(access.url());
        dataSource.setUser(access.user());
        dataSource.setPassword(access.password());
        dataSource.setApplicationName(clientName);
        dataSource.setConnectTimeout(CONNECT_SECONDS);
        dataSource.setSocketTimeout(SOCKET_SECONDS);
        dataSource.setLoginTimeout(0);
        // The server stops working for us when we have stopped waiting for it.
        dataSource.setOptions("-c statement_timeout=" + SOCKET_SECONDS * 1000);
    }

    @Override
    public Assembled snapshot() throws StoreException {
        return inTransaction(connection -> {
            long version = readVersion(connection);
            ShardMapBuilder builder = new ShardMapBuilder();
            readShards(connection, builder);
            return builder.build(version);
        });
    }

    @Override
    public long version() throws StoreException {
        return inTransaction(PostgresMetadataStore::readVersion);
    }

    @Override
    public String source() {
        return "MetadataStore";
    }

    private <T> T inTransaction(Read<T> read) throws StoreException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            T result = read.from(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw new StoreException("store " + access + ": " + oneLine(e), e);
        }
    }

    private static long readVersion(Connection connection) throws SQLException, StoreException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT version FROM shard_map")) {
            if (!row.next()) {
                throw new StoreException("the store's table shard_map has no row: apply schema.sql");
            }
            return row.getLong(1);
        }
    }

    private static void readShards(Connection connection, ShardMapBuilder builder) throws SQLException, StoreException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet row =
                    statement.executeQuery("SELECT stream, shard, start_hash, end_hash, backend_cell FROM shard")) {
                for (int shards = 1; row.next(); shards++) {
                    if (shards > MAX_SHARDS) {
                        throw new StoreException(
                                "the store has more than " + MAX_SHARDS + " shards, the most of a cell");
                    }
                    builder.add(
                            row.getString(1),
                            row.getString(2),
                            row.getBigDecimal(3).toBigInteger(),
                            row.getBigDecimal(4).toBigInteger(),
                            row.getString(5));
                }
            }
        }
    }

    private static String oneLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
    }

    @FunctionalInterface
    private interface Read<T> {
        T from(Connection connection) throws SQLException, StoreException;
    }
}
