package dev.fleetcell.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** How far the restart is, and what it waits for. Written by the operator alone. */
@ApiObject
public class ColdRestartStatus {
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
    public Long observedGeneration;

    @JsonPropertyDescription(
            "Pending, Running, Baking, Paused, Completed, Aborted or Expired. The last three are final."
                    + " Later versions may add values.")
    @Size(max = 40)
    public String phase;

    @JsonPropertyDescription("The cell that is being restarted.")
    @Size(max = 40)
    public String cell;

    @JsonPropertyDescription("What the restart waits for; absent when it acts or is over.")
    public Wait wait;

    @JsonPropertyDescription("The pace that holds now: the smaller of the cell's own and the restart's.")
    public Pace pace;

    @JsonPropertyDescription("When the first node was restarted, RFC 3339.")
    @Size(max = 40)
    public String startedAt;

    @JsonPropertyDescription("When it ended, in whichever way, RFC 3339.")
    @Size(max = 40)
    public String finishedAt;

    @JsonPropertyDescription("When it will be done at the present pace, RFC 3339. An estimate.")
    @Size(max = 40)
    public String eta;

    @JsonPropertyDescription("Nodes restarted of nodes in all cells, e.g. 12/48.")
    @Size(max = 40)
    public String progress;

    @JsonPropertyDescription("Counts of nodes over all cells.")
    public Nodes nodes;

    @JsonPropertyDescription("Each cell of the restart, by name.")
    @Size(max = 1000)
    public List<Cell> cells;

    @JsonPropertyDescription("Conditions of the restart, by type.")
    @Size(max = 32)
    public List<CellCondition> conditions;

    /** What the restart waits for. */
    @ApiObject
    public static class Wait {
        @JsonPropertyDescription("One word for what it waits for, for machines. Later versions may add values.")
        @Size(max = 40)
        public String reason;

        @JsonPropertyDescription("The wait in one sentence, with names and numbers.")
        @Size(max = 1024)
        public String message;

        @JsonPropertyDescription("Since when it waits for this, RFC 3339.")
        @Size(max = 40)
        public String since;
    }

    /** The pace that holds now. */
    @ApiObject
    public static class Pace {
        @JsonPropertyDescription("Cold starts per hour that are allowed now.")
        @Min(0)
        public Integer perHour;

        @JsonPropertyDescription("Nodes that may be cold or warming at the same time.")
        @Min(0)
        public Integer maxWarming;
    }

    /** Counts of nodes over all cells. */
    @ApiObject
    public static class Nodes {
        @JsonPropertyDescription("Nodes of all cells of the restart.")
        @Min(0)
        public Integer total;

        @JsonPropertyDescription("Nodes that carry the name of the restart, in any state.")
        @Min(0)
        public Integer restarted;

        @JsonPropertyDescription("Restarted nodes that are not Ready yet and have not failed.")
        @Min(0)
        public Integer warming;

        @JsonPropertyDescription("Restarted nodes that failed; abortOn.failedNodes counts them.")
        @Min(0)
        public Integer failed;
    }

    /** One cell of the restart. */
    @ApiObject
    public static class Cell {
        @JsonPropertyDescription("Name of the FleetCell.")
        @Required
        @Size(min = 1, max = 40)
        public String name;

        @JsonPropertyDescription("How far the cell is: a word as in status.phase.")
        @Size(max = 40)
        public String phase;

        @JsonPropertyDescription("Nodes of the cell.")
        @Min(0)
        public Integer total;

        @JsonPropertyDescription("Nodes of the cell that carry the name of the restart, in any state.")
        @Min(0)
        public Integer restarted;

        @JsonPropertyDescription("Restarted nodes of the cell that are not Ready yet and have not failed.")
        @Min(0)
        public Integer warming;

        @JsonPropertyDescription("Restarted nodes of the cell that failed.")
        @Min(0)
        public Integer failed;

        @JsonPropertyDescription("When every node of the cell was restarted and Ready, RFC 3339.")
        @Size(max = 40)
        public String finishedAt;
    }
}
