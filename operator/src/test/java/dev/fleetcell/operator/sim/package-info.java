/**
 * What surrounds the operator, as fakes without clock, thread or client: the API server with one StatefulSet, its pods and its
 * PodDisruptionBudget ({@link dev.fleetcell.operator.sim.FakeStore}, {@link dev.fleetcell.operator.sim.FakeEvictions}), the
 * StatefulSet controller ({@link dev.fleetcell.operator.sim.FakeStatefulSetController}) and the disruption controller ({@link
 * dev.fleetcell.operator.sim.FakeDisruptionController}); {@link dev.fleetcell.operator.sim.FakeControlPlane} is all of them
 * together. Nothing happens by itself: who plays a history says which of them acts next, what it sees ({@link
 * dev.fleetcell.operator.sim.Snapshot}: how stale its caches are) and what the kubelets did. The same history always ends the
 * same way.
 *
 * <p>{@code RecordedSequencesIT} plays the same steps on a real control plane and compares after each of them.
 */
@NullMarked
package dev.fleetcell.operator.sim;

import org.jspecify.annotations.NullMarked;
