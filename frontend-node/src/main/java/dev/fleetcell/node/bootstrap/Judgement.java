package dev.fleetcell.node.bootstrap;

/**
 * What follows from what was observed.
 *
 * @param ready what the readiness probe answers
 * @param message why the node does not serve yet, or what is wrong while it does; empty when nothing is
 */
public record Judgement(Phase phase, boolean ready, String message) {}
