package dev.fleetcell.sandbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.BitSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A reserved part of the loopback range: 127.A.B.0/22, B a multiple of 4, with 1022 addresses. The reservation is a listening
 * socket on the part's last address, which nobody connects to: it holds between all users of the machine and is gone with this
 * JVM, however it ends. On Linux every address of 127.0.0.0/8 can be bound without set-up. Safe for use by several threads.
 */
public final class Loopback implements AutoCloseable {
    private static final int GUARD_PORT = 7399;
    private static final int SIZE = 1024;
    private static final int ATTEMPTS = 200;

    private final int a;
    private final int b;
    private final ServerSocket guard;
    private final BitSet used = new BitSet(SIZE);
    private int last;

    private Loopback(int a, int b, ServerSocket guard) {
        this.a = a;
        this.b = b;
        this.guard = guard;
        used.set(0);
        used.set(SIZE - 1);
    }

    /**
     * Reserves a part that no other sandbox of this machine has.
     *
     * @throws IOException if none of 200 parts chosen at random could be had
     */
    public static Loopback reserve() throws IOException {
        IOException last = new IOException("not tried");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // At random, so that processes which still end after their JVM was killed meet no successor on their
            // addresses.
            int a = ThreadLocalRandom.current().nextInt(16, 240);
            int b = ThreadLocalRandom.current().nextInt(0, 64) * 4;
            ServerSocket guard = new ServerSocket();
            try {
                guard.bind(new InetSocketAddress(address(a, b, SIZE - 1), GUARD_PORT), 1);
                return new Loopback(a, b, guard);
            } catch (IOException taken) {
                guard.close();
                last = taken;
            }
        }
        throw new IOException(
                "no free part of 127.0.0.0/8 in " + ATTEMPTS + " attempts: is a process listening on 0.0.0.0:"
                        + GUARD_PORT + "? (ss -ltnp)",
                last);
    }

    /**
     * An address that is not in use; released ones come again last.
     *
     * @throws IllegalStateException if all 1022 are in use
     */
    public synchronized String next() {
        int free = used.nextClearBit(last + 1);
        if (free >= SIZE) {
            free = used.nextClearBit(0);
        }
        if (free >= SIZE) {
            throw new IllegalStateException(
                    "all " + (SIZE - 2) + " addresses of " + this + " are in use: stop some pods");
        }
        used.set(free);
        last = free;
        return address(a, b, free);
    }

    /**
     * Gives an address back.
     *
     * @throws IllegalArgumentException if it is not one that {@link #next} gave and nobody released since
     */
    public synchronized void release(String address) {
        for (int i = used.nextSetBit(1); i > 0 && i < SIZE - 1; i = used.nextSetBit(i + 1)) {
            if (address(a, b, i).equals(address)) {
                used.clear(i);
                return;
            }
        }
        throw new IllegalArgumentException(address + " is not an address in use of " + this);
    }

    /** Ends the reservation; addresses must not be used any more. */
    @Override
    public void close() throws IOException {
        guard.close();
    }

    @Override
    public String toString() {
        return "127." + a + "." + b + ".0/22";
    }

    private static String address(int a, int b, int i) {
        return "127." + a + "." + (b + i / 256) + "." + i % 256;
    }
}
