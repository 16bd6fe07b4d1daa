package dev.fleetcell.operator.plan;

/** A reason with the names and numbers of the case, in one sentence. */
public record Wait(WaitReason reason, String message) {}
