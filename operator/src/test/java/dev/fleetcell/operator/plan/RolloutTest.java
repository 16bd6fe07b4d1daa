package dev.fleetcell.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fleetcell.operator.plan.Policy.Rollout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many nodes may be away at once: for a drain, for a change. */
class RolloutTest {
    @ParameterizedTest(name = "{0} nodes, waves of {1} %, at most {2}: {3}")
    @CsvSource({
        "0, 10, 5, 1",
        "1, 100, 5, 1",
        "9, 10, 5, 1",
        "19, 10, 5, 1",
        "20, 10, 5, 2",
        "100, 10, 5, 5",
        "100, 10, 1000, 10",
        "100, 50, 1, 1",
        "100000, 100, 1000, 1000",
        "2000000000, 100, 1000, 1000"
    })
    void aWaveButAtLeastOneNode(int nodes, int percent, int maxWarming, int expected) {
        assertEquals(expected, new Rollout(percent, maxWarming, 600).away(nodes));
    }
}
