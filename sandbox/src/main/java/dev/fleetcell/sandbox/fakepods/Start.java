package dev.fleetcell.sandbox.fakepods;

import java.time.Instant;
import java.util.Map;

/**
 * One start of a fake pod's container: a cold start.
 *
 * @param namespace the pod's namespace
 * @param pod the pod's name
 * @param uid the pod's uid
 * @param revision its label {@code controller-revision-hash}; empty when it has none
 * @param annotations the pod's, as they were at the start
 * @param restart 0 for the first start of the pod, 1 for its first restart, ...
 * @param at when the container was started, by this machine's clock
 */
public record Start(
        String namespace,
        String pod,
        String uid,
        String revision,
        Map<String, String> annotations,
        int restart,
        Instant at) {}
