/**
 * Names without a DNS server: headless Services as a hosts file, which a JVM reads in place of asking anybody
 * ({@code -Djdk.net.hosts.file}), so that code sees plain name resolution. Only JVMs see it.
 */
@NullMarked
package dev.fleetcell.sandbox.dns;

import org.jspecify.annotations.NullMarked;
