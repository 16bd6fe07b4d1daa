/**
 * What goes into the images: the C library, the Java run time with the libraries that it needs, the applications as Quarkus
 * packages them. Each part also says what it is, for the bill of materials. Nothing here knows how images are written or started.
 */
@NullMarked
package dev.fleetcell.images.content;

import org.jspecify.annotations.NullMarked;
