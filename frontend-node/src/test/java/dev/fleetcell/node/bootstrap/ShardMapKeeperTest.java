package dev.fleetcell.node.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.node.shardmap.HashKey;
import dev.fleetcell.node.shardmap.Shard;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShardMapKeeperTest {
    private final FakeMetadataStore store = new FakeMetadataStore();
    private final ShardMapKeeper keeper = new ShardMapKeeper(store);

    @Test
    void withoutAStoreThereIsNoMapAndItIsAskedAgainWithinFiveSeconds() {
        store.lose();
        for (int i = 0; i < 10; i++) {
            Duration wait = keeper.refresh();
            assertTrue(wait.toMillis() >= 1000 && wait.toMillis() <= 5000, wait::toString);
        }
        assertTrue(keeper.current().isEmpty());
        assertEquals("the store is lost", keeper.status().trouble());
        store.find();
        keeper.refresh();
        assertEquals("backend-1", owner());
        assertEquals("", keeper.status().trouble());
    }

    @Test
    void theMapIsReadAgainOnlyWhenTheVersionHasMoved() {
        keeper.refresh();
        keeper.refresh();
        keeper.refresh();
        assertEquals(1, store.snapshots());
        store.change();
        keeper.refresh();
        assertEquals(2, store.snapshots());
        assertEquals("backend-2", owner());
        assertEquals(2, keeper.status().version());
    }

    @Test
    void aLostStoreLeavesTheMapAndSaysSoUntilItAnswersAgain() {
        keeper.refresh();
        store.lose();
        keeper.refresh();
        assertEquals("backend-1", owner());
        assertEquals("the store is lost", keeper.status().trouble());
        assertTrue(keeper.status().complete());
        store.find();
        keeper.refresh();
        assertEquals("", keeper.status().trouble());
    }

    @Test
    void theLastAnswerOfTheStoreIsRememberedWhateverItWas() {
        store.lose();
        keeper.refresh();
        assertTrue(keeper.status().confirmedNanos().isEmpty(), "it has never answered");
        store.find();
        keeper.refresh();
        long first = keeper.status().confirmedNanos().orElseThrow();
        keeper.refresh();
        long second = keeper.status().confirmedNanos().orElseThrow();
        assertTrue(second > first, "an unchanged version is an answer too");
        store.lose();
        keeper.refresh();
        assertEquals(second, keeper.status().confirmedNanos().orElseThrow());
    }

    @Test
    void anIncompleteMapReplacesNothingAndIsCountedOnce() {
        keeper.refresh();
        store.spoil();
        keeper.refresh();
        keeper.refresh();
        assertEquals("backend-1", owner());
        assertEquals(1, keeper.status().version());
        assertEquals(1, keeper.status().rejected());
        assertEquals(
                "shard map version 2 is incomplete: stream orders: no shard holds hash 0, between the beginning and shard shard-0",
                keeper.status().trouble());
        store.change();
        keeper.refresh();
        assertEquals("backend-3", owner());
        assertEquals("", keeper.status().trouble());
    }

    @Test
    void anIncompleteMapIsStillSaidAfterTheStoreWasLostInBetween() {
        keeper.refresh();
        store.spoil();
        keeper.refresh();
        String incomplete = keeper.status().trouble();
        store.lose();
        keeper.refresh();
        store.find();
        keeper.refresh();
        assertEquals(incomplete, keeper.status().trouble());
    }

    @Test
    void anIncompleteFirstMapIsNoMapHoweverOftenItIsRead() {
        store.spoil();
        keeper.refresh();
        keeper.refresh();
        assertTrue(keeper.current().isEmpty());
        assertEquals(1, keeper.status().rejected());
        store.change();
        keeper.refresh();
        assertEquals("backend-3", owner());
    }

    private String owner() {
        return keeper.current()
                .flatMap(map -> map.shardAt(FakeMetadataStore.STREAM, HashKey.MIN))
                .map(Shard::backendCell)
                .orElse("nobody");
    }
}
