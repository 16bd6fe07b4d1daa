package dev.fleetcell.node.mesh;

import dev.fleetcell.node.threads.ThreadStarts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Where acceptor, membership and links bring what they learn: it goes into the {@link PeerTable}, and the slots are
 * brought in line with the table.
 */
final class Neighbourhood implements Greeter, PeerLink.Events, Membership.Knowledge {
    /** The most peers of one node; a cell with a thread for each peer never comes near. */
    private static final int MAX_PEERS = 5_000;

    private static final Logger LOG = Logger.getLogger(Mesh.class);

    private final String cell;
    private final Member self;
    private final PeerTable table;
    private final PeerLinks links;
    private final Dialer dialer;
    private final Complaints complaints = new Complaints();
    private boolean closed;
    /** What DNS answered last; of the membership thread. */
    private String lastDns = "";

    Neighbourhood(MeshSettings settings, ThreadStarts starts, MeshTiming timing) {
        cell = settings.cell();
        self = settings.self();
        table = new PeerTable(self, MAX_PEERS, timing.silence(), timing.departure());
        links = new PeerLinks(starts, peer -> new PeerLink(peer, isLowerThan(peer), timing, this));
        dialer = new Dialer(cell, self, settings.port(), timing.handshake());
    }

    MeshView view() {
        return table.view(System.nanoTime());
    }

    List<Member> members() {
        return table.members();
    }

    synchronized void close() {
        closed = true;
        links.close();
    }

    @Override
    public Greeting greet(Frame.Hello hello) {
        Member member = hello.self();
        if (!hello.cell().equals(cell)) {
            return refusal(member, RefuseReason.WRONG_CELL, hello.cell());
        }
        if (hello.intent() == Frame.Intent.JOIN && isLowerThan(member.name())) {
            return refusal(member, RefuseReason.HIGHER_NAME_DIALS, member.name());
        }
        PeerTable.Learned learned = learn(hello);
        if (member.name().equals(self.name())) {
            return refusal(member, RefuseReason.NAME_TAKEN, member.toString());
        }
        if (learned == PeerTable.Learned.FULL) {
            return refusal(member, RefuseReason.CELL_FULL, "more than " + MAX_PEERS);
        }
        Frame answer = new Frame.Hello(hello.intent(), cell, self, someMembers());
        if (hello.intent() == Frame.Intent.PROBE) {
            return new Greeting(answer, null);
        }
        return links.running(member.name())
                .map(link -> new Greeting(answer, link::offer))
                .orElseGet(() -> refusal(member, RefuseReason.NO_THREAD, member.name()));
    }

    @Override
    public void refused(String from, ProtocolException why) {
        complaints.about(from, String.valueOf(why.getMessage()));
    }

    @Override
    public Connection join(String peer) throws IOException {
        InetAddress address = table.addressOf(peer);
        if (address == null) {
            throw new ConnectException(peer + " is forgotten");
        }
        Dialer.Answered answered = complaining(peer, () -> dialer.join(address, someMembers()));
        learn(answered.hello());
        if (!answered.hello().self().name().equals(peer)) {
            answered.connection().close();
            throw new ConnectException(
                    address + " belongs to " + answered.hello().self().name() + " now");
        }
        return answered.connection();
    }

    @Override
    public void connected(String peer) {
        table.connected(peer, System.nanoTime());
        LOG.infof("Peer %s: connected", peer);
    }

    @Override
    public void disconnected(String peer, String reason) {
        table.disconnected(peer, System.nanoTime());
        LOG.infof("Peer %s: connection ended: %s", peer, reason);
    }

    @Override
    public void departed(String peer) {
        table.departed(peer, System.nanoTime());
        sync();
    }

    @Override
    public void resolved(Set<InetAddress> addresses) {
        table.resolved(addresses, System.nanoTime());
        dns("gives " + addresses.size() + " addresses", !lastDns.startsWith("gives"));
    }

    @Override
    public void unresolved(String reason) {
        table.unresolved(reason);
        dns(reason, !lastDns.equals(reason));
    }

    @Override
    public Set<InetAddress> doors() {
        Set<InetAddress> doors = new HashSet<>(table.unidentified());
        for (Member peer : table.disconnected()) {
            if (!isLowerThan(peer.name())) {
                doors.add(peer.address());
            }
        }
        return doors;
    }

    @Override
    public void knock(InetAddress address) throws IOException {
        learn(complaining(address.getHostAddress(), () -> dialer.probe(address)));
    }

    @Override
    public void settle() {
        for (String name : table.expire(System.nanoTime())) {
            LOG.infof("Peer %s: forgotten, neither connected nor in DNS", name);
        }
        sync();
    }

    private PeerTable.Learned learn(Frame.Hello hello) {
        long now = System.nanoTime();
        List<String> moved = new ArrayList<>();
        PeerTable.Learned learned = table.heardFrom(hello.self(), now);
        if (learned == PeerTable.Learned.MOVED) {
            moved.add(hello.self().name());
        }
        if (learned == PeerTable.Learned.NAME_TAKEN) {
            complaints.about(hello.self().toString(), RefuseReason.NAME_TAKEN.sentence());
        }
        for (Member member : hello.members()) {
            if (table.heardOf(member, now) == PeerTable.Learned.MOVED) {
                moved.add(member.name());
            }
        }
        sync();
        moved.forEach(links::moved);
        return learned;
    }

    private void dns(String answer, boolean changed) {
        if (changed) {
            LOG.infof("FLEETCELL_MEMBERS %s", answer);
        }
        lastDns = answer;
    }

    private synchronized void sync() {
        if (!closed) {
            links.sync(table.members().stream().map(Member::name).collect(Collectors.toSet()));
        }
    }

    private List<Member> someMembers() {
        List<Member> members = table.members();
        if (members.size() <= FrameCodec.MAX_MEMBERS) {
            return members;
        }
        Collections.shuffle(members);
        return members.subList(0, FrameCodec.MAX_MEMBERS);
    }

    private boolean isLowerThan(String peer) {
        return self.name().compareTo(peer) < 0;
    }

    private Greeting refusal(Member member, RefuseReason reason, String detail) {
        complaints.about(member.toString(), "refused: " + reason.sentence() + ": " + detail);
        return new Greeting(new Frame.Refuse(reason), null);
    }

    private <T> T complaining(String whom, Exchange<T> exchange) throws IOException {
        try {
            return exchange.run();
        } catch (ProtocolException e) {
            complaints.about(whom, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    @FunctionalInterface
    private interface Exchange<T> {
        T run() throws IOException;
    }
}
