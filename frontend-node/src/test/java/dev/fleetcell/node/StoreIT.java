package dev.fleetcell.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fleetcell.node.cell.NodeSpec;
import dev.fleetcell.node.cell.TestCell;
import dev.fleetcell.node.cell.TestNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node and its real store, in good and bad days. */
class StoreIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private TestCell cell;

    @BeforeEach
    void open() throws Exception {
        cell = TestCell.open(directory);
    }

    @AfterEach
    void close() throws Exception {
        cell.close();
    }

    @Test
    void aStoreThatIsAbsentAtTheStartKeepsTheNodeUnreadyUntilItComesAndAStoreThatIsLostLaterDoesNot() throws Exception {
        cell.store().seed(2, 4096);
        cell.store().stop();
        TestNode node = start();
        JsonNode cold = node.await(
                "complaining about the store",
                report -> report.at("/message").asText().contains("refused"));
        assertEquals("Cold", cold.at("/phase").asText(), cold::toString);
        assertFalse(node.ready());
        assertEquals(200, node.get(9000, "/q/health/live").statusCode());
        assertEquals(503, node.route("stream-0", "a").statusCode());

        cell.store().start();
        node.awaitReady();
        JsonNode warm = node.report();
        assertEquals(8192, warm.at("/shardMap/shards").asInt(), warm::toString);
        assertEquals("", warm.at("/message").asText(), warm::toString);
        System.out.println("Shard map of a ready node: " + warm.at("/shardMap"));

        String expected = owner("stream-1", "0cc175b9c0f1b6a831c399e269772661");
        cell.store().stop();
        JsonNode lost = node.await(
                "saying that the store is lost",
                report -> !report.at("/message").asText().isEmpty());
        assertTrue(lost.at("/message").asText().startsWith("serving shard map version 1; store "), lost::toString);
        assertTrue(node.ready());
        JsonNode routed = JSON.readTree(node.route("stream-1", "a").body());
        assertEquals(
                expected,
                routed.at("/shard").asText() + " " + routed.at("/backendCell").asText());
        assertEquals(1, routed.at("/mapVersion").asLong());
    }

    @Test
    void anIncompleteMapNeverMakesANodeReadyAndTheReasonNamesStreamAndHash() throws Exception {
        cell.store().seed(3, 4);
        change("delete from shard where stream = 'stream-1' and start_hash = 0");
        TestNode node = start();
        String reason =
                "shard map version 2 is incomplete: stream stream-1: no shard holds hash 0, between the beginning"
                        + " and shard shardId-000000000001";
        node.await(
                "saying what is missing",
                report -> report.at("/message").asText().equals(reason));
        assertFalse(node.ready());
        assertEquals(503, node.route("stream-0", "a").statusCode());

        cell.store().seed(3, 4);
        node.awaitReady();
        assertEquals(3, node.report().at("/shardMap/version").asInt());
    }

    @Test
    void anIncompleteUpdateReplacesNothingAndACompleteOneIsTaken() throws Exception {
        cell.store().seed(1, 4);
        TestNode node = start().awaitReady();

        change("delete from shard where start_hash > 0");
        JsonNode kept = node.await(
                "saying that the update is incomplete",
                report -> report.at("/message")
                        .asText()
                        .contains("shard map version 2 is incomplete: stream stream-0: no shard holds hash"));
        assertEquals(1, kept.at("/shardMap/version").asInt(), kept::toString);
        assertTrue(kept.at("/shardMap/complete").asBoolean(), kept::toString);
        assertTrue(node.ready());
        assertEquals(200, node.route("stream-0", "abc").statusCode());
        assertTrue(node.get(9000, "/q/metrics").body().contains("fleetcell_node_shard_map_rejected_total 1.0"));

        cell.store().seed(1, 16);
        JsonNode taken = node.await(
                "at version 3", report -> report.at("/shardMap/version").asInt() == 3);
        assertEquals(16, taken.at("/shardMap/shards").asInt(), taken::toString);
        assertEquals("", taken.at("/message").asText(), taken::toString);
    }

    @Test
    void aStoreWithoutTablesIsNamedAsWhatItIs() throws Exception {
        change("drop table shard_map cascade");
        TestNode node = start();
        JsonNode cold = node.await(
                "complaining about the table",
                report -> report.at("/message").asText().contains("relation \"shard_map\" does not exist"));
        assertFalse(cold.at("/shardMap/complete").asBoolean());
    }

    @Test
    void theGatewayAnswersEveryBadRequestWithWhatIsWrong() throws Exception {
        cell.store().seed(1, 4);
        TestNode node = start().awaitReady();
        assertAnswer(404, "UnknownStream", node.route("other", "a"));
        assertAnswer(400, "BadPartitionKey", node.route("stream-0", ""));
        assertAnswer(400, "BadPartitionKey", node.route("stream-0", "x".repeat(257)));
        assertAnswer(400, "BadPartitionKey", node.get(8080, "/route/stream-0"));
        assertAnswer(400, "BadPartitionKey", node.get(8080, "/route/stream-0?partitionKey=a&partitionKey=b"));
        assertAnswer(400, "BadStream", node.get(8080, "/route/a%20b?partitionKey=a"));
        assertEquals(200, node.route("stream-0", "\u00fc".repeat(256)).statusCode());
        assertEquals(7, node.report().at("/load/requests").asInt());
        assertEquals(404, node.get(8080, "/fleet/report").statusCode());
        assertEquals(404, node.get(9000, "/route/stream-0?partitionKey=a").statusCode());
    }

    private TestNode start() throws Exception {
        String address = cell.address();
        cell.publish(List.of(address));
        return cell.start(NodeSpec.of("c-m-0", address));
    }

    /** Changes the map as a writer does. */
    private void change(String sql) throws SQLException {
        try (Connection connection = cell.store().connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("update shard_map set version = version + 1");
            statement.execute(sql);
            connection.commit();
        }
    }

    /** Who owns a hash, as PostgreSQL says. */
    private String owner(String stream, String md5) throws SQLException {
        String hash = new java.math.BigInteger(md5, 16).toString();
        try (Connection connection = cell.store().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select shard || ' ' || backend_cell from shard where stream = '"
                        + stream + "' and " + hash + " between start_hash and end_hash")) {
            assertTrue(row.next());
            return row.getString(1);
        }
    }

    private static void assertAnswer(int status, String error, HttpResponse<String> answer) throws Exception {
        assertEquals(status, answer.statusCode(), answer::body);
        assertEquals(error, JSON.readTree(answer.body()).at("/error").asText(), answer::body);
    }
}
