package dev.fleetcell.operator.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.api.v1alpha1.CellCondition;
import dev.fleetcell.api.v1alpha1.FleetCell;
import dev.fleetcell.api.v1alpha1.FleetCellStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What status says after a pass that failed for a reason nobody foresaw. */
class PassFailureTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void itStandsInReconcilingAndInTheWaitAndNothingElseChanges() {
        var cell = cell(condition("Ready", "True", "AllNodesReady"), condition("Reconciling", "False", "AtRest"));
        cell.getStatus().size = "m";
        cell.getStatus().observedGeneration = 6L;
        var status = new PassFailure(cell, new IllegalStateException("no\nsecond line")).status(NOW);
        assertEquals(Map.of("Ready", "AllNodesReady", "Reconciling", "PassFailed"), reasons(status));
        assertEquals("PassFailed", status.change.wait);
        assertEquals("2026-11-21T12:00:00Z", status.change.since);
        assertEquals("the last pass failed and is tried again: IllegalStateException: no", status.change.message);
        assertEquals("m", status.size);
        assertEquals(6L, status.observedGeneration, "a generation whose pass failed was not observed");
        assertEquals("AtRest", reasons(cell.getStatus()).get("Reconciling"), "the cache is not written to");
    }

    @Test
    void aCellWithoutStatusGetsOne() {
        var cell = cell();
        cell.setStatus(null);
        var status = new PassFailure(cell, new IllegalStateException()).status(NOW);
        assertEquals(Map.of("Reconciling", "PassFailed"), reasons(status));
        assertEquals(
                "the last pass failed and is tried again: IllegalStateException: no message", status.change.message);
        assertNull(status.observedGeneration);
    }

    @Test
    void aLongMessageIsCutToWhatTheSchemaAllows() {
        var status = new PassFailure(cell(), new IllegalStateException("x".repeat(5000))).status(NOW);
        assertTrue(status.change.message.length() < 1024 && status.change.message.endsWith("xxx..."));
    }

    @Test
    void theSameClassIsToldOnceAnotherOneAnew() {
        var cell = cell();
        assertFalse(new PassFailure(cell, new IllegalStateException("1")).isTold());
        cell.setStatus(new PassFailure(cell, new IllegalStateException("1")).status(NOW));
        assertTrue(new PassFailure(cell, new IllegalStateException("2")).isTold());
        assertFalse(new PassFailure(cell, new NullPointerException("1")).isTold());
    }

    private static FleetCell cell(CellCondition... conditions) {
        var cell = new FleetCell();
        cell.getMetadata().setName("a");
        cell.getMetadata().setNamespace("default");
        cell.getMetadata().setGeneration(7L);
        cell.setStatus(new FleetCellStatus());
        cell.getStatus().conditions = new ArrayList<>(List.of(conditions));
        return cell;
    }

    private static CellCondition condition(String type, String status, String reason) {
        var condition = new CellCondition();
        condition.type = type;
        condition.status = status;
        condition.reason = reason;
        condition.message = reason;
        condition.lastTransitionTime = "2026-11-20T12:00:00Z";
        return condition;
    }

    private static Map<String, String> reasons(FleetCellStatus status) {
        return status.conditions.stream().collect(Collectors.toMap(c -> c.type, c -> c.reason));
    }
}
