package dev.fleetcell.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import java.util.Map;

/** What the user wants of a cell. */
@ApiObject
public class FleetCellSpec {
    /** Said in the description of a field that this version stores but does not act on; an event warns who sets it. */
    static final String NOT_OBEYED = " NOT OBEYED YET: stored, but this version does not act on it.";

    @JsonPropertyDescription(
            "Capacity of the cell in units (a unit is what one node of a 1-unit size carries). The scale"
                    + " subresource reads and writes it. 0 stops the cell: no nodes. Default 1; leave it out of Git when an"
                    + " autoscaler sets it.")
    @Min(0)
    @Max(100_000)
    @Default("1")
    @SpecReplicas
    public Integer capacity;

    @JsonPropertyDescription(
            "The number of nodes this cell was tested and operated with. The guard keeps the cell inside this range.")
    @Default("{\"min\": 0, \"max\": 100}")
    public Nodes nodes;

    @JsonPropertyDescription(
            "Classes of node, smallest first. A cell runs the smallest size whose nodes stay within their"
                    + " thread budget. Larger sizes mean fewer nodes, hence fewer peers and fewer threads per node. Default: one"
                    + " size 'std' of 1 unit. The units of a name never change: add a new name instead.")
    @Size(min = 1, max = 8)
    @Default("[{\"name\": \"std\", \"units\": 1}]")
    @ValidationRule(
            value = "self.all(s, !oldSelf.exists(o, o.name == s.name)"
                    + " || oldSelf.exists(o, o.name == s.name && o.units == s.units))",
            message = "units of a size never change: add a size with another name")
    @ValidationRule(
            value = "self.map(s, s.units).isSorted()",
            message = "sizes stand smallest first: order them by units, ascending")
    public List<NodeSize> sizes;

    @JsonPropertyDescription("How many threads a node may have, and what it needs them for.")
    @Required
    public Threads threads;

    @JsonPropertyDescription(
            "What happens to a capacity that does not fit. Reject (default): the API server refuses it."
                    + " Clamp: admitted, and the cell is held at its ceiling; status.unmetCapacity says what is missing (for"
                    + " autoscalers). Override: what was observed is ignored, what is declared still counts.")
    @Default("\"Reject\"")
    // An operator that reads the objects of a later version must still be able to read the watch.
    @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
    public OverBudget overBudget;

    @JsonPropertyDescription("How fast the cell changes.")
    @Default("{}")
    public Rollout rollout;

    @JsonPropertyDescription("Where a cold node gets its shard map from.")
    @Default("{}")
    public Bootstrap bootstrap;

    @JsonPropertyDescription("When thread consumption raises an alarm.")
    @Default("{\"warningPercent\": 88, \"criticalPercent\": 95}")
    public Alarms alarms;

    @JsonPropertyDescription(
            "true: the operator adds, removes and restarts no nodes. Nodes that run go on running. Default false.")
    @Default("false")
    public Boolean paused;

    @JsonPropertyDescription(
            "The pod of a node, a core/v1 PodTemplateSpec with any image. The size's resources go to the"
                    + " container named 'node', else to the first. The operator adds labels, the FLEETCELL_* environment and a"
                    + " volume with the node's settings.")
    // Raw on purpose: a typed template that one user mistypes could not be read, and a watch that cannot be read stops
    // the
    // operator for every cell.
    @Required
    @PreserveUnknownFields
    @SchemaFrom(type = Object.class)
    public JsonNode template;

    /** What to do with a capacity that does not fit. */
    public enum OverBudget {
        Reject,
        Clamp,
        Override
    }

    /** Where a cold node gets its shard map from. */
    public enum BootstrapSource {
        MetadataStore,
        Peers
    }

    /** The tested range of the cell, in nodes. */
    @ApiObject
    @ValidationRule(value = "self.min <= self.max", message = "nodes.min is above nodes.max: lower min or raise max")
    public static class Nodes {
        @JsonPropertyDescription("Fewest nodes while capacity is above 0, also where less would carry the capacity."
                + " In nodes, 0..5000, default 0.")
        @Min(0)
        @Max(5000)
        @Default("0")
        public Integer min;

        @JsonPropertyDescription("Most nodes the cell may be asked to have: the largest number it was tested with."
                + " In nodes, 1..5000, default 100.")
        @Min(1)
        @Max(5000)
        @Default("100")
        public Integer max;
    }

    /** A class of node. */
    @ApiObject
    public static class NodeSize {
        @JsonPropertyDescription("Name of the size, part of its nodes' names: 1 to 8 lower-case letters and digits.")
        @Required
        @Pattern("^[a-z0-9]{1,8}$")
        @Size(max = 8)
        public String name;

        @JsonPropertyDescription("Units of capacity that one node of this size carries. 1..1000, default 1.")
        @Min(1)
        @Max(1000)
        @Default("1")
        public Integer units;

        @JsonPropertyDescription("CPU and memory of one node of this size. Default: as the template says.")
        public Resources resources;
    }

    /** CPU and memory of one node. */
    @ApiObject
    public static class Resources {
        @JsonPropertyDescription("What the scheduler sets aside, e.g. cpu: \"1\", memory: 1Gi.")
        public Map<String, IntOrString> requests;

        @JsonPropertyDescription("What the node may use at most.")
        public Map<String, IntOrString> limits;
    }

    /** Limit and model of a node's threads. "Threads" means kernel tasks of the whole pod. */
    @ApiObject
    public static class Threads {
        @JsonPropertyDescription("The most threads (kernel tasks of the whole pod) one node can have: the kubelet's"
                + " podPidsLimit or a tighter one. The smaller of declared and observed counts. 16..4194304.")
        @Required
        @Min(16)
        @Max(4_194_304)
        public Integer limit;

        @JsonPropertyDescription(
                "Part of the limit that stays free; budget = floor(limit * (100 - reservePercent) / 100)."
                        + " In percent, 0..90, default 20.")
        @Min(0)
        @Max(90)
        @Default("20")
        public Integer reservePercent;

        @JsonPropertyDescription(
                "true: no growth beyond nodes.min until the limit has been observed. Default false. This"
                        + " version cannot observe limits yet, so true holds growth.")
        @Default("false")
        public Boolean requireVerified;

        @JsonPropertyDescription(
                "Peers that a node may count twice while they are being replaced. 0 where a peer reuses"
                        + " its slot by pod name (the reference node does). In nodes, 0..1000, default rollout.maxWarming.")
        @Min(0)
        @Max(1000)
        public Integer peerChurn;

        @JsonPropertyDescription("The model: what a node needs threads for. A node of size s in a cell of n nodes is"
                + " projected to have sum(fixed + perUnit * s.units + perPeer * (n - 1 + peerChurn)) threads. A group"
                + " {name: pod, fixed: 16} (pause, probes, exec) is added unless declared.")
        @Required
        @Size(min = 1, max = 16)
        public List<Group> groups;
    }

    /** A purpose of threads: one row of the model and of the census. */
    @ApiObject
    public static class Group {
        @JsonPropertyDescription("Name of the purpose, e.g. jvm, workers, mesh. 1 to 30 characters.")
        @Required
        @Size(min = 1, max = 30)
        public String name;

        @JsonPropertyDescription("Threads that every node has. 0..100000, default 0.")
        @Min(0)
        @Max(100_000)
        @Default("0")
        public Integer fixed;

        @JsonPropertyDescription("Threads for each unit of the node's size. 0..1000, default 0.")
        @Min(0)
        @Max(1000)
        @Default("0")
        public Integer perUnit;

        @JsonPropertyDescription("Threads for each other node of the cell. 0..100, default 0.")
        @Min(0)
        @Max(100)
        @Default("0")
        public Integer perPeer;
    }

    /** How fast the cell changes. */
    @ApiObject
    public static class Rollout {
        @JsonPropertyDescription(
                "Nodes added in one wave, and most nodes that are away at once while nodes are replaced,"
                        + " in percent of the nodes that are there (of the target, for a new cell), at least one and at most"
                        + " maxWarming. 1..100, default 10.")
        @Min(1)
        @Max(100)
        @Default("10")
        public Integer maxWavePercent;

        @JsonPropertyDescription(
                "Most nodes that may be cold or warming at the same time; also the most cold starts that nodesPerHour allows"
                        + " at once. In nodes, 1..1000, default 5.")
        @Min(1)
        @Max(1000)
        @Default("5")
        public Integer maxWarming;

        @JsonPropertyDescription(
                "Cold starts per hour that the operator may cause, by growth and by replacing nodes: at most maxWarming at once, and"
                        + " this many per hour over time. Nodes that crash or are drained count too. 1..100000, default 600.")
        @Min(1)
        @Max(100_000)
        @Default("600")
        public Integer nodesPerHour;
    }

    /** Where a cold node gets its shard map from. */
    @ApiObject
    public static class Bootstrap {
        @JsonPropertyDescription(
                "MetadataStore (default): the authoritative store. Peers: neighbours." + " Peers is" + NOT_OBEYED)
        @Default("\"MetadataStore\"")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        public BootstrapSource source;
    }

    /** When thread consumption raises an alarm. Percentages are of the limit. */
    @ApiObject
    @ValidationRule(
            value = "self.warningPercent < self.criticalPercent",
            message = "alarms.warningPercent must be below alarms.criticalPercent")
    public static class Alarms {
        @JsonPropertyDescription(
                "Threads of any node, in percent of its limit, that raise a warning. 1..100, default 88." + NOT_OBEYED)
        @Min(1)
        @Max(100)
        @Default("88")
        public Integer warningPercent;

        @JsonPropertyDescription(
                "Threads of any node, in percent of its limit, that are critical. 1..100, default 95." + NOT_OBEYED)
        @Min(1)
        @Max(100)
        @Default("95")
        public Integer criticalPercent;

        @JsonPropertyDescription(
                "Warn when the limit would be reached within this time. In minutes, 1..1440, default 60." + NOT_OBEYED)
        @Min(1)
        @Max(1440)
        @Default("60")
        public Integer forecastMinutes;

        @JsonPropertyDescription(
                "Warn when a group measures this much above its model. In percent, 1..1000, default 20." + NOT_OBEYED)
        @Min(1)
        @Max(1000)
        @Default("20")
        public Integer driftPercent;
    }
}
