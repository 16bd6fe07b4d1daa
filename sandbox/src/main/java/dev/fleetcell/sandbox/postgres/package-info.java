/**
 * A real PostgreSQL as the metadata store of a sandbox. Front-end nodes see it only by its JDBC URL; this room knows the tables
 * that it fills, but not how a node reads them.
 */
@NullMarked
package dev.fleetcell.sandbox.postgres;

import org.jspecify.annotations.NullMarked;
