/** The bill of materials of an image. */
@NullMarked
package dev.fleetcell.images.sbom;

import org.jspecify.annotations.NullMarked;
