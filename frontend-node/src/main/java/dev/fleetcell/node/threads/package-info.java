/**
 * Tasks: the groups they belong to, the census that counts them in the kernel, and the one door through which this
 * process starts threads.
 *
 * <p>A task is what the kernel counts and limits: a thread of any kind, also those of the JVM that no Java API lists.
 * This room knows nothing of what threads are for beyond the name of their group, and depends on no other room. It does
 * not decide whether a node is ready; it only says what is.
 */
@NullMarked
package dev.fleetcell.node.threads;

import org.jspecify.annotations.NullMarked;
