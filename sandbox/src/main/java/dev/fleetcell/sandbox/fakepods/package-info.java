/**
 * Pods of which one program plays all: for clusters of hundreds of nodes on a small machine, and for nodes that misbehave on
 * request.
 *
 * <p>{@link dev.fleetcell.sandbox.fakepods.FakePods} is the way in and lists what is fake. {@code FakePod} drives one of them:
 * {@code Life} decides, as a function of time and {@link dev.fleetcell.sandbox.fakepods.Behaviour}, what its containers do; {@code
 * FakeStatus} says so in the API; {@code FakeAnswers} says so over HTTP. {@code AnswerServer} is one thread that answers for all
 * addresses.
 */
@NullMarked
package dev.fleetcell.sandbox.fakepods;

import org.jspecify.annotations.NullMarked;
