package dev.fleetcell.sandbox;

import static dev.fleetcell.sandbox.Failure.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fleetcell.sandbox.process.FreePort;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopbackTest {
    @Test
    void twoReservationsAtOnceShareNoAddress() throws Exception {
        try (Loopback one = Loopback.reserve();
                Loopback two = Loopback.reserve()) {
            assertNotEquals(one.toString(), two.toString());
            Set<String> addresses = new HashSet<>();
            for (int i = 0; i < 1022; i++) {
                assertTrue(addresses.add(one.next()));
                assertTrue(addresses.add(two.next()));
            }
        }
    }

    @Test
    void anAddressCanBeBound() throws Exception {
        try (Loopback loopback = Loopback.reserve()) {
            assertTrue(FreePort.on(loopback.next()) > 0);
        }
    }

    @Test
    void aReleasedAddressComesAgainOnlyAfterAllOthers() throws Exception {
        try (Loopback loopback = Loopback.reserve()) {
            String first = loopback.next();
            loopback.release(first);
            for (int i = 0; i < 1021; i++) {
                assertNotEquals(first, loopback.next());
            }
            assertEquals(first, loopback.next());
        }
    }

    @Test
    void exhaustionSaysWhatToDo() throws Exception {
        try (Loopback loopback = Loopback.reserve()) {
            for (int i = 0; i < 1022; i++) {
                loopback.next();
            }
            assertSays(IllegalStateException.class, loopback::next, "stop some pods");
        }
    }

    @Test
    void aStrangersAddressIsNotReleased() throws Exception {
        try (Loopback loopback = Loopback.reserve()) {
            assertThrows(IllegalArgumentException.class, () -> loopback.release("127.0.0.1"));
        }
    }
}
