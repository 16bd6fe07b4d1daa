package dev.fleetcell.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;

/** What the user wants restarted, and how carefully. Which cells, how and until when never change; the rest may. */
@ApiObject
public class ColdRestartSpec {
    private static final String ANOTHER = "create another ColdRestart, with a name of its own";

    /** What RFC 3339 and Java's OffsetDateTime both read; the API server also checks that there is such a day and time. */
    private static final String RFC_3339 =
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$";

    @JsonPropertyDescription("The cells of this namespace that are restarted, one after another. Either names or a"
            + " selector. Never changes after creation.")
    @Required
    @ValidationRule(
            value = "has(self.names) != has(self.selector)",
            message = "give either names or a selector: exactly one of the two")
    @ValidationRule(value = "self == oldSelf", message = "cells never change after creation: " + ANOTHER)
    public Cells cells;

    @JsonPropertyDescription("How a cell is restarted. Rolling (default), the only way so far: the cell keeps serving;"
            + " its nodes are replaced by cold ones a few at a time, and never more than pace and the cell's"
            + " PodDisruptionBudget allow. Never changes after creation.")
    @Default("\"Rolling\"")
    @ValidationRule(value = "self == oldSelf", message = "mode never changes after creation: " + ANOTHER)
    // An operator that reads the objects of a later version must still be able to read the watch.
    @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
    public Mode mode;

    @JsonPropertyDescription("How fast: a cell runs at the smaller of its own spec.rollout and this. May be changed at"
            + " any time. Default: the cell's own.")
    public Pace pace;

    @JsonPropertyDescription("Where the cold nodes get their shard map from.")
    @Default("{}")
    public Bootstrap bootstrap;

    @JsonPropertyDescription("The first cell is the canary: after it is done, how long the others wait. In seconds,"
            + " 0..86400, default 300.")
    @Min(0)
    @Max(86_400)
    @Default("300")
    public Integer bakeSeconds;

    @JsonPropertyDescription("What ends the restart before it is done.")
    @Default("{}")
    public AbortOn abortOn;

    @JsonPropertyDescription("A time that the author of this object wrote, RFC 3339, e.g. 2026-11-21T12:00:00Z. Not"
            + " started by then: Expired, so that an object that is applied again or restored from a backup never"
            + " restarts a fleet twice. What was started by then goes on. Never changes after creation.")
    @Required
    @Size(max = 40)
    @Pattern(RFC_3339)
    @ValidationRule(value = "self == oldSelf", message = "startBefore never changes after creation: " + ANOTHER)
    public String startBefore;

    @JsonPropertyDescription(
            "true: no further node is restarted; those that are warming go on. false: it goes on. Default false.")
    @Default("false")
    public Boolean paused;

    /** How a cell is restarted. Null where a later version wrote what this one does not know. */
    public enum Mode {
        Rolling
    }

    /** Where the cold nodes get their shard map from. Null where a later version wrote what this one does not know. */
    public enum BootstrapSource {
        MetadataStore
    }

    /** Exactly one of the two. */
    @ApiObject
    public static class Cells {
        @JsonPropertyDescription(
                "Names of FleetCells, restarted in this order; the first one is the canary. 1 to 100 names, none twice.")
        @Size(min = 1, max = 100)
        @ValidationRule(
                value = "self.all(n, self.exists_one(m, m == n))",
                message = "a cell is named twice: name each cell once")
        public List<@Pattern(Door1.NAME_PATTERN) @Size(min = 1, max = 40) String> names;

        @JsonPropertyDescription(
                "FleetCells by their labels, restarted in the order of their names; the first one is the"
                        + " canary. {} selects every cell of the namespace.")
        @ValidationRule(
                value = "!has(self.matchExpressions) || self.matchExpressions.all(e,"
                        + " (e.operator in ['In', 'NotIn']) == (has(e.values) && e.values.size() > 0))",
                message = "In and NotIn need values, Exists and DoesNotExist take none")
        public LabelSelector selector;
    }

    /** How fast: a cell runs at the smaller of its own and this. */
    @ApiObject
    public static class Pace {
        @JsonPropertyDescription("Cold starts per hour in a cell. The cell runs at the smaller of its own"
                + " spec.rollout.nodesPerHour and this. 1..100000, default the cell's own.")
        @Min(1)
        @Max(100_000)
        public Integer nodesPerHour;

        @JsonPropertyDescription(
                "Most nodes of a cell that may be cold or warming at the same time. The cell runs at the"
                        + " smaller of its own spec.rollout.maxWarming and this. In nodes, 1..1000, default the cell's own.")
        @Min(1)
        @Max(1000)
        public Integer maxWarming;
    }

    /** Where the cold nodes get their shard map from. */
    @ApiObject
    public static class Bootstrap {
        @JsonPropertyDescription("MetadataStore (default), the only source so far: the authoritative store.")
        @Default("\"MetadataStore\"")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        public BootstrapSource source;
    }

    /** What ends the restart before it is done. */
    @ApiObject
    public static class AbortOn {
        @JsonPropertyDescription("Nodes that were restarted and failed: with so many of them no further node is"
                + " restarted, and the restart is Aborted. In nodes, 1..1000, default 3.")
        @Min(1)
        @Max(1000)
        @Default("3")
        public Integer failedNodes;
    }
}
