package dev.fleetcell.operator.threads;

import java.net.URI;

/**
 * A node that can be asked.
 *
 * @param uid its pod's uid: a pod that comes back under its name is another node
 * @param name its pod's name
 * @param report where its report is
 */
public record NodeAddress(String uid, String name, URI report) {}
