/**
 * The whole product on a real cluster: images, chart, kubelets, DNS, limits.
 *
 * <p>The cluster is the one that {@code KUBECONFIG} names; {@code e2e/run} makes it. Every scenario has a namespace of its
 * own, so that they can be run one by one ({@code e2e/run LifeIT}) and in any order, except that {@link
 * dev.fleetcell.e2e.RbacIT} looks back on what the others made the operator do and comes last.
 */
@NullMarked
package dev.fleetcell.e2e;

import org.jspecify.annotations.NullMarked;
