package dev.fleetcell.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restart's pace is compared with the cell's own, so what one may say the other may. */
class PaceBoundsTest {
    @ParameterizedTest
    @ValueSource(strings = {"nodesPerHour", "maxWarming"})
    void aRestartMayAskForWhatACellMay(String field) throws NoSuchFieldException {
        var cell = FleetCellSpec.Rollout.class.getField(field);
        var restart = ColdRestartSpec.Pace.class.getField(field);
        assertEquals(
                cell.getAnnotation(Min.class).value(),
                restart.getAnnotation(Min.class).value());
        assertEquals(
                cell.getAnnotation(Max.class).value(),
                restart.getAnnotation(Max.class).value());
    }
}
