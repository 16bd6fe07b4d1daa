/**
 * Builds the container images of the operator and of the front-end node, without a container daemon, a registry or a base image:
 * {@code content} gathers what goes in, {@code training} makes the start-up caches, {@code archive} writes, {@code sbom} lists.
 */
@NullMarked
package dev.fleetcell.images;

import org.jspecify.annotations.NullMarked;
