package dev.fleetcell.sandbox.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds free TCP ports. */
public final class FreePort {
    private FreePort() {}

    /**
     * A port that was free on this address a moment ago.
     *
     * @throws IOException if the address cannot be bound
     */
    public static int on(String address) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return socket.getLocalPort();
        }
    }
}
