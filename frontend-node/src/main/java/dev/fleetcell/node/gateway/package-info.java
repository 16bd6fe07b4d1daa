/**
 * The client's side: answers which back-end cell a record belongs to, on reserved workers.
 *
 * <p>All workers are started at boot, none on demand: a thread that is first needed under load is a thread that may be
 * refused under load. The queue before them is bounded, and what does not fit is answered at once. This room knows
 * neither the store nor the mesh. The wire protocol of Kinesis, authentication and throttling are not here.
 */
@NullMarked
package dev.fleetcell.node.gateway;

import org.jspecify.annotations.NullMarked;
