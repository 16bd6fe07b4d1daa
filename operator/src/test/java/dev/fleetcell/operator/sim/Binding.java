package dev.fleetcell.operator.sim;

/** Who gives pods their machine ({@code spec.nodeName}). */
enum Binding {
    /** The template names one. */
    AT_BIRTH,
    /** {@link FakePodStore#bind}; until then a pod that is deleted is gone at once. */
    BY_A_SCHEDULER
}
