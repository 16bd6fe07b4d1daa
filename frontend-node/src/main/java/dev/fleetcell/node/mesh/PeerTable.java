package dev.fleetcell.node.mesh;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is in the cell, as far as this node knows: peers by name, and addresses in DNS that no known peer has.
 *
 * <p>What is true: a peer's own word on where it is beats hearsay; a peer that is connected is never forgotten; while
 * DNS does not answer nobody is; a peer that said goodbye is not brought back by hearsay or by a DNS answer that lags.
 * Plain state without threads or sockets; time is monotonic, in nanoseconds, and always a parameter.
 */
final class PeerTable {
    private final Member self;
    private final int capacity;
    private final long patience;
    private final long departure;
    private final Map<String, Entry> peers = new TreeMap<>();
    private final Map<InetAddress, Long> unidentified = new HashMap<>();
    private final Map<String, Farewell> departed = new HashMap<>();
    private Set<InetAddress> inDns = Set.of();
    private String unresolved = "has not been looked up yet";
    private boolean everResolved;

    PeerTable(Member self, int capacity, Duration patience, Duration departure) {
        this.self = self;
        this.capacity = capacity;
        this.patience = patience.toNanos();
        this.departure = departure.toNanos();
    }

    /** What learning of a member changed. */
    enum Learned {
        /** Known from now on. */
        NEW,
        /** Known before, now at another address. */
        MOVED,
        /** Nothing new, or nothing that may be believed. */
        SAME,
        /** It has the name of this very node and another address. */
        NAME_TAKEN,
        /** The table is full. */
        FULL
    }

    /** The peer itself said who and where it is. */
    synchronized Learned heardFrom(Member member, long now) {
        departed.remove(member.name());
        Learned learned = learn(member, now, true);
        Entry entry = peers.get(member.name());
        if (entry != null) {
            entry.lastSign = now;
        }
        return learned;
    }

    /** Somebody else named this member. */
    synchronized Learned heardOf(Member member, long now) {
        return departed.containsKey(member.name()) ? Learned.SAME : learn(member, now, false);
    }

    synchronized void connected(String name, long now) {
        Entry entry = peers.get(name);
        if (entry != null) {
            entry.connected = true;
            entry.lastSign = now;
        }
    }

    synchronized void disconnected(String name, long now) {
        Entry entry = peers.get(name);
        if (entry != null && entry.connected) {
            entry.connected = false;
            entry.lastSign = now;
        }
    }

    /** The peer said goodbye: it is forgotten now. */
    synchronized void departed(String name, long now) {
        Entry entry = peers.remove(name);
        if (entry != null && departed.size() < capacity) {
            departed.put(name, new Farewell(entry.address, now));
        }
    }

    /** DNS answered with these addresses. */
    synchronized void resolved(Collection<InetAddress> addresses, long now) {
        everResolved = true;
        unresolved = "";
        inDns = Set.copyOf(addresses);
        departed.values().removeIf(bye -> now - bye.at > departure && !inDns.contains(bye.address));
        Set<InetAddress> explained = new HashSet<>(Set.of(self.address()));
        departed.values().forEach(bye -> explained.add(bye.address));
        peers.values().forEach(peer -> {
            explained.add(peer.address);
            if (inDns.contains(peer.address)) {
                peer.lastNamed = now;
            }
        });
        unidentified.keySet().removeIf(address -> explained.contains(address) || !inDns.contains(address));
        for (InetAddress address : inDns) {
            if (!explained.contains(address) && unidentified.size() < capacity) {
                unidentified.putIfAbsent(address, now);
            }
        }
    }

    /** DNS did not answer: everything is kept. */
    synchronized void unresolved(String reason) {
        unresolved = reason;
    }

    /** Forgets who is neither connected nor named by a DNS that answers; returns their names. */
    synchronized Set<String> expire(long now) {
        Set<String> forgotten = new HashSet<>();
        if (unresolved.isEmpty()) {
            peers.forEach((name, peer) -> {
                long lastNews = Math.max(peer.lastSign, peer.lastNamed);
                if (!peer.connected && !inDns.contains(peer.address) && now - lastNews > patience) {
                    forgotten.add(name);
                }
            });
            peers.keySet().removeAll(forgotten);
        }
        return forgotten;
    }

    /** Addresses in DNS whose names are not known. */
    synchronized List<InetAddress> unidentified() {
        return List.copyOf(unidentified.keySet());
    }

    /** Peers without a connection, for this node to knock at. */
    synchronized List<Member> disconnected() {
        List<Member> members = new ArrayList<>();
        peers.forEach((name, peer) -> {
            if (!peer.connected) {
                members.add(new Member(name, peer.address));
            }
        });
        return members;
    }

    /** All peers, by name. */
    synchronized List<Member> members() {
        List<Member> members = new ArrayList<>();
        peers.forEach((name, peer) -> members.add(new Member(name, peer.address)));
        return members;
    }

    synchronized @Nullable InetAddress addressOf(String name) {
        Entry entry = peers.get(name);
        return entry == null ? null : entry.address;
    }

    synchronized MeshView view(long now) {
        List<String> connected = new ArrayList<>();
        List<String> awaited = new ArrayList<>();
        peers.forEach((name, peer) -> {
            if (peer.connected) {
                connected.add(name);
            } else if (now - peer.lastSign <= patience) {
                awaited.add(name);
            }
        });
        unidentified.forEach((address, since) -> {
            if (now - since <= patience) {
                awaited.add(address.getHostAddress());
            }
        });
        int known = peers.size() + unidentified.size();
        if (!everResolved) {
            return new MeshView(known, connected, false, "FLEETCELL_MEMBERS " + unresolved);
        }
        return new MeshView(known, connected, awaited.isEmpty(), waiting(awaited));
    }

    private Learned learn(Member member, long now, boolean firstHand) {
        if (member.name().equals(self.name())) {
            return member.address().equals(self.address()) ? Learned.SAME : Learned.NAME_TAKEN;
        }
        if (firstHand) {
            // An address has one owner: whoever was said to be there, and is not connected, is there no more.
            peers.entrySet()
                    .removeIf(peer -> !peer.getKey().equals(member.name())
                            && !peer.getValue().connected
                            && peer.getValue().address.equals(member.address()));
        }
        Entry entry = peers.get(member.name());
        if (entry == null) {
            if (peers.size() >= capacity) {
                return Learned.FULL;
            }
            peers.put(member.name(), new Entry(member.address(), now));
            unidentified.remove(member.address());
            return Learned.NEW;
        }
        if (entry.address.equals(member.address()) || (!firstHand && entry.connected)) {
            return Learned.SAME;
        }
        entry.address = member.address();
        unidentified.remove(member.address());
        return Learned.MOVED;
    }

    private static String waiting(List<String> awaited) {
        if (awaited.isEmpty()) {
            return "";
        }
        List<String> shown = awaited.subList(0, Math.min(5, awaited.size()));
        String more = awaited.size() > shown.size() ? " and " + (awaited.size() - shown.size()) + " more" : "";
        return "not connected yet: " + String.join(", ", shown) + more;
    }

    private record Farewell(InetAddress address, long at) {}

    private static final class Entry {
        private InetAddress address;
        private boolean connected;
        /** When it was learnt, was last heard, or lost its connection. */
        private long lastSign;

        private long lastNamed;

        private Entry(InetAddress address, long now) {
            this.address = address;
            this.lastSign = now;
            this.lastNamed = now;
        }
    }
}
