/**
 * Local processes that never outlive the JVM that started them. Linux only: {@code /proc}, {@code setsid} (util-linux) and a
 * POSIX {@code sh}; no root.
 *
 * <p>{@link dev.fleetcell.sandbox.process.LocalProcesses} starts them and ends them in stages; behind it stands a small shell
 * process, the leash, which does the same when the JVM dies without a word. This room knows nothing of Kubernetes. It does not
 * supervise: a process that ends stays ended.
 */
@NullMarked
package dev.fleetcell.sandbox.process;

import org.jspecify.annotations.NullMarked;
