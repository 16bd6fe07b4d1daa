package dev.fleetcell.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;

/** What the operator found and does. Written by the operator alone. */
@ApiObject
public class FleetCellStatus {
    /** Said of a fact that the guard's rules already use although nothing fills it yet. */
    static final String NOT_FILLED = " Not filled yet by this version.";

    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
    public Long observedGeneration;

    @JsonPropertyDescription("Units that the nodes of the cell carry now; serves the scale subresource.")
    @StatusReplicas
    public Integer capacity;

    @JsonPropertyDescription("Label selector of the cell's nodes; serves the scale subresource.")
    @Size(max = 300)
    @LabelSelector
    public String selector;

    @JsonPropertyDescription("Size in use. Absent while the cell has never had nodes.")
    @Size(max = 8)
    public String size;

    @JsonPropertyDescription("Counts of nodes.")
    public Nodes nodes;

    @JsonPropertyDescription("Threads of a node: what may be, what the model says, what was measured.")
    public Threads threads;

    @JsonPropertyDescription("The most capacity the cell may have now. For people: the rules use the facts beside it.")
    public Ceiling ceiling;

    @JsonPropertyDescription("Units asked for that the guard holds back. 0 when nothing is held back.")
    public Integer unmetCapacity;

    @JsonPropertyDescription("The change that is going on, and what it waits for. Absent when nothing changes.")
    public Change change;

    @JsonPropertyDescription("Tokens of the cell's pace.")
    public Pace pace;

    @JsonPropertyDescription("Which revision of the template the nodes have, and come back with.")
    public Revision revision;

    @JsonPropertyDescription("Alarms that are raised." + NOT_FILLED)
    @Size(max = 32)
    public List<Alarm> alarms;

    @JsonPropertyDescription("Ready, Reconciling, Stalled, ScaleBlocked, LimitVerified, Converged, GuardOverridden.")
    @Size(max = 32)
    public List<CellCondition> conditions;

    /** Counts of nodes. */
    @ApiObject
    public static class Nodes {
        @JsonPropertyDescription("Nodes that the capacity asks for.")
        public Integer desired;

        @JsonPropertyDescription("Pods of the cell that exist, in any state. The guard counts them as peers.")
        @Min(0)
        @Max(100_000)
        public Integer current;

        @JsonPropertyDescription("Nodes that are Ready.")
        public Integer ready;

        @JsonPropertyDescription("Nodes that are not Ready yet.")
        public Integer warming;

        @JsonPropertyDescription(
                "Nodes whose cluster node speaks of them no more, or that should have ended long ago. Never"
                        + " removed by the operator: only a person knows whether that machine is dead.")
        public Integer lost;
    }

    /** Threads of a node: what may be, what the model says, what was measured. */
    @ApiObject
    public static class Threads {
        @JsonPropertyDescription(
                "Smallest limit that was observed on a node of the cell. A fact of the guard." + NOT_FILLED)
        @Min(1)
        @Max(4_194_304)
        public Integer observedLimit;

        @JsonPropertyDescription("Where observedLimit was seen." + NOT_FILLED)
        @Size(max = 40)
        public String observedLimitSource;

        @JsonPropertyDescription(
                "Measured threads above the model, added to every projection. A fact of the guard." + NOT_FILLED)
        public Extra extra;

        @JsonPropertyDescription(
                "Threads that a node may have: floor(min(limit, observedLimit) * (100 - reservePercent)" + " / 100).")
        public Integer budget;

        @JsonPropertyDescription("Threads that the model projects for a node of the cell as it is now.")
        public Integer modelled;

        @JsonPropertyDescription("Most threads of any ready node, as the node reports them from its kernel.")
        public Integer measuredMax;

        @JsonPropertyDescription("The node of measuredMax.")
        @Size(max = 63)
        public String measuredMaxNode;
    }

    /** What was measured above the model; the guard adds it to every projection. */
    @ApiObject
    public static class Extra {
        @JsonPropertyDescription("Threads that every node has above its model.")
        @Required
        @Min(0)
        @Max(100_000)
        public Integer fixed;

        @JsonPropertyDescription("Threads per unit above the model, in thousandths.")
        @Required
        @Min(0)
        @Max(1_000_000)
        public Integer perUnitMilli;

        @JsonPropertyDescription("Threads per peer above the model, in thousandths.")
        @Required
        @Min(0)
        @Max(1_000_000)
        public Integer perPeerMilli;
    }

    /** The most capacity the cell may have now. For people: the rules use the facts above. */
    @ApiObject
    public static class Ceiling {
        @JsonPropertyDescription("Most units that the cell may be asked for now.")
        public Integer capacity;

        @JsonPropertyDescription("Nodes that carry them.")
        public Integer nodes;

        @JsonPropertyDescription("What binds: TestedRange (nodes.max), ThreadBudget, or SchemaMaximum.")
        @Size(max = 40)
        public String binding;

        @JsonPropertyDescription("The ceiling in one sentence, with the binding limit. A refusal quotes it.")
        @Size(max = 300)
        public String message;
    }

    /** The change that is going on. */
    @ApiObject
    public static class Change {
        @JsonPropertyDescription(
                "Rollback, Repair, Shrink, Growth, TemplateChange or Restart. Later versions may add values.")
        @Size(max = 40)
        public String kind;

        @JsonPropertyDescription("Nodes done of nodes wanted, e.g. 12/48.")
        @Size(max = 40)
        public String progress;

        @JsonPropertyDescription("What the change waits for; absent when it acts.")
        @Size(max = 40)
        public String wait;

        @JsonPropertyDescription("The wait in one sentence, with names and numbers.")
        @Size(max = 1024)
        public String message;

        @JsonPropertyDescription("Since when it waits for this, RFC 3339.")
        @Size(max = 40)
        public String since;
    }

    /** The cell's pace. */
    @ApiObject
    public static class Pace {
        @JsonPropertyDescription(
                "Cold starts that may be caused now, in thousandths. Below 0 after nodes crashed: they count too.")
        public Integer tokensMilli;

        @JsonPropertyDescription("When the tokens were counted, RFC 3339.")
        @Size(max = 40)
        public String at;

        @JsonPropertyDescription("Cold starts per hour that are allowed now.")
        public Integer perHour;

        @JsonPropertyDescription("Why this pace.")
        @Size(max = 300)
        public String reason;
    }

    /** Revisions of the template: what the cell's StatefulSet says of them, in the words of a restart. */
    @ApiObject
    public static class Revision {
        @JsonPropertyDescription(
                "Revision that nodes below the frontier have, or come back with when they are replaced."
                        + " The same as update at rest.")
        @Size(max = 253)
        public String current;

        @JsonPropertyDescription(
                "Revision that nodes from the frontier on have, or come back with: the newest template.")
        @Size(max = 253)
        public String update;

        @JsonPropertyDescription("Nodes of the revision update.")
        @Min(0)
        public Integer updated;

        @JsonPropertyDescription(
                "Lowest ordinal that may have the revision update: the partition of the StatefulSet. 0 at rest.")
        @Min(0)
        public Integer frontier;

        @JsonPropertyDescription(
                "Name of the last ColdRestart that reached the cell: the revision update carries it. Absent while"
                        + " there was none.")
        @Size(max = 63)
        public String restart;
    }

    /** An alarm that is raised. */
    @ApiObject
    public static class Alarm {
        @JsonPropertyDescription("Which alarm.")
        @Required
        @Size(max = 60)
        public String name;

        @JsonPropertyDescription("notice, warning or critical.")
        @Size(max = 20)
        public String level;

        @JsonPropertyDescription("The node it speaks of, if any.")
        @Size(max = 63)
        public String node;

        @JsonPropertyDescription("Value that was seen.")
        public Integer value;

        @JsonPropertyDescription("Value at which it is raised.")
        public Integer threshold;

        @JsonPropertyDescription("Since when, RFC 3339.")
        @Size(max = 40)
        public String since;

        @JsonPropertyDescription("The alarm in one sentence.")
        @Size(max = 1024)
        public String message;
    }
}
