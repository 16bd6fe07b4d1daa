/**
 * The authoritative metadata store, behind a small interface, and its implementation for PostgreSQL.
 *
 * <p>This room reads; it never writes, and never creates its tables ({@code schema.sql} is for whoever owns the store).
 * It neither retries nor waits: {@code bootstrap} does.
 */
@NullMarked
package dev.fleetcell.node.metadata;

import org.jspecify.annotations.NullMarked;
