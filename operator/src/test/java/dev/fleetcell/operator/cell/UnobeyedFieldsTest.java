package dev.fleetcell.operator.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.fleetcell.api.v1alpha1.FleetCellSpec;
import dev.fleetcell.api.v1alpha1.FleetCellSpec.BootstrapSource;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What {@code kubectl explain} calls not obeyed is what the event warns of. */
class UnobeyedFieldsTest {
    @Test
    void everyFieldThatSaysItIsNotObeyedIsWarnedOf() {
        var described = new TreeSet<String>();
        collect(FleetCellSpec.class, "spec", described);
        assertEquals(described, Set.copyOf(UnobeyedFields.of(everythingSet())));
    }

    @Test
    void defaultsWarnOfNothing() {
        var spec = everythingSet();
        spec.bootstrap.source = BootstrapSource.MetadataStore;
        spec.alarms.warningPercent = 88;
        spec.alarms.criticalPercent = 95;
        spec.alarms.forecastMinutes = 60;
        spec.alarms.driftPercent = 20;
        assertEquals(List.of(), UnobeyedFields.of(spec));
    }

    private static FleetCellSpec everythingSet() {
        var spec = new FleetCellSpec();
        spec.bootstrap = new FleetCellSpec.Bootstrap();
        spec.bootstrap.source = BootstrapSource.Peers;
        spec.alarms = new FleetCellSpec.Alarms();
        spec.alarms.warningPercent = 1;
        spec.alarms.criticalPercent = 2;
        spec.alarms.forecastMinutes = 1;
        spec.alarms.driftPercent = 1;
        return spec;
    }

    private static void collect(Class<?> type, String path, Set<String> into) {
        for (Field field : type.getFields()) {
            var description = field.getAnnotation(JsonPropertyDescription.class);
            if (description != null && description.value().contains("NOT OBEYED YET")) {
                into.add(path + "." + field.getName());
            }
            if (field.getType().getEnclosingClass() == FleetCellSpec.class
                    && !field.getType().isEnum()) {
                collect(field.getType(), path + "." + field.getName(), into);
            }
        }
    }
}
