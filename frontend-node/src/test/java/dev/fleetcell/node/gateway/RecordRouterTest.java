package dev.fleetcell.node.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fleetcell.node.shardmap.Assembled;
import dev.fleetcell.node.shardmap.ShardMap;
import dev.fleetcell.node.shardmap.ShardMapBuilder;
import dev.fleetcell.node.threads.ThreadStarts;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class RecordRouterTest {
    private final Workers workers = new Workers(2, new ThreadStarts());
    private final GatewayLoad load = new GatewayLoad();
    private Optional<ShardMap> map = Optional.of(twoShards());
    private final RecordRouter router = new RecordRouter(() -> map, workers, load);

    @BeforeEach
    void start() {
        assertEquals("", workers.ensureRunning());
    }

    @AfterEach
    void stop() throws InterruptedException {
        workers.stop(Duration.ofSeconds(5));
    }

    /** MD5("a") begins with 0c, MD5("abc") with 90: the lower and the upper half of the key space. */
    @Test
    void aRecordGoesToTheShardOfItsPartitionKey() throws Exception {
        assertEquals(new RouteAnswer.Routed("lower", "backend-0", 3), route("orders", "a"));
        assertEquals(new RouteAnswer.Routed("upper", "backend-1", 3), route("orders", "abc"));
        assertEquals(2, load.requests());
        assertEquals(0, load.rejected());
    }

    @Test
    void aPartitionKeyHasOneToTwoHundredAndFiftySixCharacters() throws Exception {
        assertEquals(refused(RouteRefusal.BAD_PARTITION_KEY), route("orders", null));
        assertEquals(refused(RouteRefusal.BAD_PARTITION_KEY), route("orders", ""));
        assertEquals(refused(RouteRefusal.BAD_PARTITION_KEY), route("orders", "x".repeat(257)));
        assertEquals(RouteAnswer.Routed.class, route("orders", "x".repeat(256)).getClass());
        String characterOfTwoChars = "\uD83D\uDE80";
        assertEquals(
                RouteAnswer.Routed.class,
                route("orders", characterOfTwoChars.repeat(256)).getClass());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a stream", "ströme", "../etc", "'; drop table shard; --"})
    void whatCannotBeAStreamsNameIsRefused(String stream) throws Exception {
        assertEquals(refused(RouteRefusal.BAD_STREAM), route(stream, "a"));
    }

    @Test
    void anUnknownStreamIsNotFound() throws Exception {
        assertEquals(refused(RouteRefusal.UNKNOWN_STREAM), route("others", "a"));
    }

    @Test
    void withoutAMapNothingIsRouted() throws Exception {
        map = Optional.empty();
        assertEquals(refused(RouteRefusal.NOT_SERVING), route("orders", "a"));
        assertEquals(1, load.rejected());
    }

    @Test
    void aFullQueueIsSaidAtOnceAndWhatWasTakenIsAnswered() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<CompletableFuture<RouteAnswer>> taken = new ArrayList<>();
        while (load.rejected() == 0) {
            CompletableFuture<RouteAnswer> answer = new CompletableFuture<>();
            taken.add(answer);
            router.route("orders", "a", reply -> {
                awaitQuietly(reply, release);
                answer.complete(reply);
            });
        }
        assertEquals(refused(RouteRefusal.QUEUE_FULL), taken.removeLast().get(10, TimeUnit.SECONDS));
        release.countDown();
        for (CompletableFuture<RouteAnswer> answer : taken) {
            assertEquals(new RouteAnswer.Routed("lower", "backend-0", 3), answer.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aTaskThatFailsDoesNotTakeItsWorkerWithIt() throws Exception {
        for (int i = 0; i < 10; i++) {
            router.route("orders", "a", reply -> {
                throw new IllegalStateException("thrown by a test");
            });
        }
        assertEquals(RouteAnswer.Routed.class, route("orders", "a").getClass());
        assertEquals("", workers.ensureRunning());
    }

    @Test
    void stoppedWorkersTakeNothingMore() throws Exception {
        workers.stop(Duration.ofSeconds(5));
        assertEquals(refused(RouteRefusal.QUEUE_FULL), route("orders", "a"));
    }

    private RouteAnswer route(String stream, @Nullable String key) throws Exception {
        CompletableFuture<RouteAnswer> answer = new CompletableFuture<>();
        router.route(stream, key, answer::complete);
        return answer.get(10, TimeUnit.SECONDS);
    }

    private static RouteAnswer refused(RouteRefusal reason) {
        return new RouteAnswer.Refused(reason);
    }

    private static void awaitQuietly(RouteAnswer reply, CountDownLatch release) {
        try {
            if (reply instanceof RouteAnswer.Routed) {
                release.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ShardMap twoShards() {
        BigInteger middle = BigInteger.TWO.pow(127);
        ShardMapBuilder builder = new ShardMapBuilder();
        builder.add("orders", "lower", BigInteger.ZERO, middle.subtract(BigInteger.ONE), "backend-0");
        builder.add("orders", "upper", middle, BigInteger.TWO.pow(128).subtract(BigInteger.ONE), "backend-1");
        return ((Assembled.Complete) builder.build(3)).map();
    }
}
