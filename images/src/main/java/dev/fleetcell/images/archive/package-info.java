/**
 * Writes container images: folders in memory, layers as compressed tar files, and the archive that {@code docker load} and
 * {@code kind load image-archive} read. The same content gives the same bytes. It knows nothing of Java or of FleetCell.
 */
@NullMarked
package dev.fleetcell.images.archive;

import org.jspecify.annotations.NullMarked;
