/**
 * Small things about files that several rooms need: where the cache is, replacing a file at once, removing a folder.
 * It knows nothing of Kubernetes or processes.
 */
@NullMarked
package dev.fleetcell.sandbox.files;

import org.jspecify.annotations.NullMarked;
