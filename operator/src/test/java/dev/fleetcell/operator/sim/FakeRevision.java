package dev.fleetcell.operator.sim;

/**
 * A ControllerRevision: a template that the StatefulSet has or had.
 *
 * @param name {@code <StatefulSet>-<template>}: made from the content, so that the same template always has the same name. A real
 *     name ends with a hash of the content
 * @param number {@code revision}, from 1; the highest is the newest
 */
record FakeRevision(String name, String template, long number) {}
