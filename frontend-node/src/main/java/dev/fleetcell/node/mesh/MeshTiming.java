package dev.fleetcell.node.mesh;

import java.time.Duration;

/**
 * How patient the mesh is.
 *
 * @param tick between two looks at DNS; jittered by a third
 * @param ping between two pings on a connection
 * @param silence after which a peer is dead, a start waits for it no longer, and one that DNS does not name is
 *     forgotten
 * @param handshake the most a dial or a hello may take
 * @param departure for how long hearsay cannot bring back a peer that said goodbye
 */
record MeshTiming(Duration tick, Duration ping, Duration silence, Duration handshake, Duration departure) {

    static final MeshTiming STANDARD = new MeshTiming(
            Duration.ofMillis(1500),
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30));
}
