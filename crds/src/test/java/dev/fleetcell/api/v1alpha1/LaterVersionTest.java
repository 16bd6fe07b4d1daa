package dev.fleetcell.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Objects that use what a later version of the definitions added are still readable: an older operator runs beside newer
 * definitions, and one object that cannot be read breaks the watch of all.
 */
class LaterVersionTest {
    @Test
    void aRestartWithFieldsAndValuesOfLaterIsReadAndTheUnknownValuesAreNull() {
        var restart = read(ColdRestart.class, """
                apiVersion: fleetcell.dev/v1alpha1
                kind: ColdRestart
                metadata: {name: r}
                spec:
                  cells: {names: [a], fleet: f}
                  mode: Full
                  bootstrap: {source: Peers, from: x}
                  startBefore: 2026-11-21T12:00:00Z
                  later: {a: 1}
                status: {phase: Later, later: 1}
                """);
        assertNull(restart.getSpec().mode, "mode");
        assertNull(restart.getSpec().bootstrap.source, "bootstrap.source");
        assertEquals("a", restart.getSpec().cells.names.getFirst());
        assertEquals("Later", restart.getStatus().phase);
    }

    @Test
    void aCellWithFieldsAndValuesOfLaterIsReadAndTheUnknownValuesAreNull() {
        var cell = read(FleetCell.class, """
                apiVersion: fleetcell.dev/v1alpha1
                kind: FleetCell
                metadata: {name: a}
                spec:
                  capacity: 3
                  overBudget: Later
                  bootstrap: {source: Later}
                  threads: {limit: 100, later: 1}
                  template: {spec: {containers: [{name: node, later: 1}]}}
                status: {size: m, later: {a: 1}}
                """);
        assertNull(cell.getSpec().overBudget, "overBudget");
        assertNull(cell.getSpec().bootstrap.source, "bootstrap.source");
        assertEquals(3, cell.getSpec().capacity);
        assertEquals("m", cell.getStatus().size);
    }

    /** One class that forgets it would do. */
    @ParameterizedTest
    @ValueSource(classes = {FleetCellSpec.class, FleetCellStatus.class, ColdRestartSpec.class, ColdRestartStatus.class})
    void everyObjectSkipsWhatItDoesNotKnow(Class<?> type) {
        assertEquals(
                List.of(),
                Stream.concat(Stream.of(type, CellCondition.class), Stream.of(type.getDeclaredClasses()))
                        .filter(c -> !c.isEnum() && !c.isAnnotationPresent(ApiObject.class))
                        .toList());
    }

    /** And so would one value. */
    @ParameterizedTest
    @ValueSource(classes = {FleetCellSpec.class, FleetCellStatus.class, ColdRestartSpec.class, ColdRestartStatus.class})
    void everyEnumReadsWhatItDoesNotKnowAsNull(Class<?> type) {
        assertEquals(
                List.of(),
                Stream.concat(Stream.of(type), Stream.of(type.getDeclaredClasses()))
                        .flatMap(c -> Stream.of(c.getFields()))
                        .filter(f -> f.getType().isEnum() && !f.isEnumConstant())
                        .filter(f -> !readsUnknownAsNull(f.getAnnotation(JsonFormat.class)))
                        .toList());
    }

    private static boolean readsUnknownAsNull(JsonFormat format) {
        return format != null && List.of(format.with()).contains(JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL);
    }

    private static <T> T read(Class<T> type, String yaml) {
        return new KubernetesSerialization().unmarshal(yaml, type);
    }
}
