package dev.fleetcell.node.mesh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The body of the membership thread. Every tick: look the members up in DNS, then knock at the addresses that nobody
 * known has, and at peers that have to dial us but do not. Knocking is bounded per tick, so that silent addresses delay
 * the next look by little; those that had to wait come first the next time.
 */
final class Membership implements Runnable {
    private final String membersName;
    private final MeshTiming timing;
    private final Knowledge knowledge;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ArrayDeque<InetAddress> queue = new ArrayDeque<>();

    /** What the membership thread asks of, and tells to, the mesh. */
    interface Knowledge {
        void resolved(Set<InetAddress> addresses);

        void unresolved(String reason);

        /** Addresses to knock at now. */
        Set<InetAddress> doors();

        /** Knocks at one of them; bounded by {@link MeshTiming#handshake}. */
        void knock(InetAddress address) throws IOException;

        /** The end of a tick: forget, and bring the slots in line. */
        void settle();
    }

    Membership(String membersName, MeshTiming timing, Knowledge knowledge) {
        this.membersName = membersName;
        this.timing = timing;
        this.knowledge = knowledge;
    }

    @Override
    public void run() {
        try {
            do {
                lookUp();
                knockAtDoors();
                knowledge.settle();
            } while (!stopped.await(jitteredTick(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        stopped.countDown();
    }

    private void lookUp() {
        try {
            knowledge.resolved(Set.copyOf(Arrays.asList(InetAddress.getAllByName(membersName))));
        } catch (UnknownHostException e) {
            knowledge.unresolved("cannot be resolved: " + e.getMessage());
        }
    }

    private void knockAtDoors() {
        Set<InetAddress> doors = knowledge.doors();
        Set<InetAddress> order = new LinkedHashSet<>(queue);
        order.retainAll(doors);
        order.addAll(doors);
        queue.clear();
        queue.addAll(order);
        long deadline = System.nanoTime() + timing.tick().toNanos();
        for (int left = queue.size(); left > 0 && System.nanoTime() < deadline && stopped.getCount() > 0; left--) {
            InetAddress door = queue.removeFirst();
            queue.addLast(door);
            try {
                knowledge.knock(door);
            } catch (IOException nobodyThere) {
                // The table knows since when the address is silent.
            }
        }
    }

    private long jitteredTick() {
        Duration tick = timing.tick();
        return tick.toMillis() - ThreadLocalRandom.current().nextLong(tick.toMillis() / 3 + 1);
    }
}
