/**
 * {@code operator check}: whether the guard and the operator of this cluster work, asked from inside it. It is what {@code
 * helm test} runs. It starts nothing, and what it sends to the API server are dry runs and reads.
 */
@NullMarked
package dev.fleetcell.operator.check;

import org.jspecify.annotations.NullMarked;
