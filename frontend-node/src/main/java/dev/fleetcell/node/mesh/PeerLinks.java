package dev.fleetcell.node.mesh;

import dev.fleetcell.node.threads.KeptThread;
import dev.fleetcell.node.threads.TaskGroup;
import dev.fleetcell.node.threads.ThreadStarts;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The slots: a link and a thread for each peer by name; the number of a slot is free again when its peer is forgotten.
 */
final class PeerLinks {
    private final ThreadStarts starts;
    private final Function<String, PeerLink> factory;
    private final Map<String, Slot> slots = new TreeMap<>();
    private final BitSet numbers = new BitSet();

    PeerLinks(ThreadStarts starts, Function<String, PeerLink> factory) {
        this.starts = starts;
        this.factory = factory;
    }

    /** Gives every wanted peer a slot with a running thread, as far as threads are to be had, and frees all others. */
    synchronized void sync(Set<String> wanted) {
        for (Iterator<Map.Entry<String, Slot>> it = slots.entrySet().iterator(); it.hasNext(); ) {
            Map.Entry<String, Slot> entry = it.next();
            if (!wanted.contains(entry.getKey())) {
                free(entry.getValue(), false);
                it.remove();
            }
        }
        wanted.forEach(name -> slots.computeIfAbsent(name, this::reserve));
        KeptThread.ensureAll(slots.values().stream().map(Slot::thread).toList());
    }

    /** The link of a peer whose thread runs. */
    synchronized Optional<PeerLink> running(String peer) {
        return Optional.ofNullable(slots.get(peer))
                .filter(slot -> slot.thread.runs())
                .map(Slot::link);
    }

    synchronized void moved(String peer) {
        Slot slot = slots.get(peer);
        if (slot != null) {
            slot.link.moved();
        }
    }

    /** Says goodbye to all and ends their threads. */
    synchronized void close() {
        slots.values().forEach(slot -> free(slot, true));
        slots.clear();
    }

    private Slot reserve(String peer) {
        int number = numbers.nextClearBit(0);
        numbers.set(number);
        PeerLink link = factory.apply(peer);
        return new Slot(number, link, new KeptThread(starts, TaskGroup.MESH, "mesh-peer-" + number, link));
    }

    private void free(Slot slot, boolean goodbye) {
        slot.link.close(goodbye);
        slot.thread.release();
        numbers.clear(slot.number);
    }

    private record Slot(int number, PeerLink link, KeptThread thread) {}
}
