package dev.fleetcell.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A condition as metav1.Condition has it; own class because its schema must mark the required fields. */
@ApiObject
public class CellCondition {
    @JsonPropertyDescription("Which condition.")
    @Required
    @Size(max = 60)
    public String type;

    @JsonPropertyDescription("True, False or Unknown.")
    @Required
    @Size(max = 10)
    public String status;

    @JsonPropertyDescription("One word for the cause, for machines.")
    @Size(max = 60)
    public String reason;

    @JsonPropertyDescription("The cause in one sentence, for people.")
    @Size(max = 2048)
    public String message;

    @JsonPropertyDescription("When status last changed, RFC 3339.")
    @Size(max = 40)
    public String lastTransitionTime;

    @JsonPropertyDescription("Generation of the spec that the condition speaks of.")
    public Long observedGeneration;
}
