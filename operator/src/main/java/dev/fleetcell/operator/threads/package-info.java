/**
 * What the nodes say of their threads: asks every node for its report, keeps the last answer. Decides nothing; knows
 * no Kubernetes.
 */
@NullMarked
package dev.fleetcell.operator.threads;

import org.jspecify.annotations.NullMarked;
