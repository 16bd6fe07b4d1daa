/**
 * The programs of Kubernetes, and of clusters of containers, in pinned versions: from the cache, else from the first {@link
 * dev.fleetcell.sandbox.binaries.BinarySource} that can provide them.
 *
 * <p>{@link dev.fleetcell.sandbox.binaries.KubernetesBinaries} is the way in. This room puts files into a folder and nothing
 * else; it never runs what it provides.
 */
@NullMarked
package dev.fleetcell.sandbox.binaries;

import org.jspecify.annotations.NullMarked;
