package dev.fleetcell.sandbox.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fleetcell.sandbox.Loopback;
import dev.fleetcell.sandbox.process.LocalProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataDatabaseIT {
    @TempDir
    static Path directory;

    @Test
    void aSeededShardMapTilesTheKeySpaceAndSurvivesARestart() throws Exception {
        try (LocalProcesses processes = LocalProcesses.open(directory);
                Loopback loopback = Loopback.reserve();
                MetadataDatabase database =
                        MetadataDatabase.start(processes, directory.resolve("db"), loopback.next())) {
            database.apply(schema());
            database.seed(3, 7);

            assertEquals("3", one(database, "select count(distinct stream) from shard"));
            assertEquals("21", one(database, "select count(*) from shard"));
            assertEquals("2", one(database, "select version from shard_map"));
            assertEquals(
                    "3", one(database, "select count(*) from shard where start_hash = 0"), "every stream begins at 0");
            assertEquals(
                    "3",
                    one(
                            database,
                            "select count(*) from shard where end_hash = 340282366920938463463374607431768211455"),
                    "every stream ends at 2^128 - 1");
            assertEquals("0", one(database, """
                            select count(*) from (select start_hash, lag(end_hash) over (partition by stream order by shard)
                            as before from shard) s where before is not null and start_hash <> before + 1"""), "gaps or overlaps");

            String url = database.jdbcUrl();
            database.stop();
            assertThrows(SQLException.class, database::connect);
            database.start();
            assertEquals(url, database.jdbcUrl());
            assertEquals("21", one(database, "select count(*) from shard"));
            database.seed(1, 1);
            assertEquals("3", one(database, "select version from shard_map"));
            assertThrows(IllegalArgumentException.class, () -> database.seed(0, 1));
            assertThrows(IllegalArgumentException.class, () -> database.seed(1_000_000, 1_000_000));
        }
    }

    private static Path schema() throws Exception {
        return Files.writeString(directory.resolve("schema.sql"), """
                create table shard_map (singleton boolean primary key default true check (singleton), version bigint not null);
                insert into shard_map (version) values (1);
                create table shard (stream text, shard text, start_hash numeric(39,0), end_hash numeric(39,0),
                    backend_cell text, primary key (stream, shard), check (start_hash <= end_hash));
                """);
    }

    private static String one(MetadataDatabase database, String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
