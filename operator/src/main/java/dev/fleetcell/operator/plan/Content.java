package dev.fleetcell.operator.plan;

/**
 * What nodes of one revision are made from.
 *
 * @param template digest of what the user wrote: the pod template and the resources of the size
 * @param stamp name of the last restart that the revision carries; empty when there was none
 */
public record Content(String template, String stamp) {
    /** The same template with another stamp. */
    Content stamped(String newStamp) {
        return new Content(template, newStamp);
    }
}
