package dev.fleetcell.sandbox.cluster;

import dev.fleetcell.sandbox.process.FreePort;
import java.io.IOException;

/**
 * Where a component listens.
 *
 * @param address a loopback address that only this control plane uses
 * @param port a TCP port
 */
record Endpoint(String address, int port) {
    static Endpoint free(String address) throws IOException {
        return new Endpoint(address, FreePort.on(address));
    }

    @Override
    public String toString() {
        return address + ":" + port;
    }
}
