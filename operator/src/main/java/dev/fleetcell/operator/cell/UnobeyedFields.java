package dev.fleetcell.operator.cell;

import dev.fleetcell.api.v1alpha1.FleetCellSpec;
import java.util.ArrayList;
import java.util.List;

/** Which fields of a spec are set away from their default although this version does not act on them. */
final class UnobeyedFields {
    private UnobeyedFields() {}

    static List<String> of(FleetCellSpec spec) {
        var fields = new ArrayList<String>();
        unless(spec.bootstrap.source == FleetCellSpec.BootstrapSource.MetadataStore, "bootstrap.source", fields);
        unless(spec.alarms.warningPercent == 88, "alarms.warningPercent", fields);
        unless(spec.alarms.criticalPercent == 95, "alarms.criticalPercent", fields);
        unless(spec.alarms.forecastMinutes == 60, "alarms.forecastMinutes", fields);
        unless(spec.alarms.driftPercent == 20, "alarms.driftPercent", fields);
        return fields;
    }

    private static void unless(boolean isDefault, String field, List<String> fields) {
        if (!isDefault) {
            fields.add("spec." + field);
        }
    }
}
