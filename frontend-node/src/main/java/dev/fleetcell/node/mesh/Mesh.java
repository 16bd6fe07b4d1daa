package dev.fleetcell.node.mesh;

import dev.fleetcell.node.threads.KeptThread;
import dev.fleetcell.node.threads.TaskGroup;
import dev.fleetcell.node.threads.ThreadStarts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * This node's end of the cell's mesh: what the rest of the node sees of it.
 *
 * <p>Its threads: the acceptor, the membership, and one for each peer. None is waited for: {@link #ensureRunning}
 * starts what does not run yet, and says what it lacks.
 */
public final class Mesh {
    private final MeshSettings settings;
    private final MeshTiming timing;
    private final Neighbourhood neighbourhood;
    private final Membership membership;
    private final KeptThread acceptorThread;
    private final KeptThread membershipThread;
    private volatile @Nullable Acceptor acceptor;
    private volatile boolean stopped;

    public Mesh(MeshSettings settings, ThreadStarts starts) {
        this(settings, starts, MeshTiming.STANDARD);
    }

    Mesh(MeshSettings settings, ThreadStarts starts, MeshTiming timing) {
        this.settings = settings;
        this.timing = timing;
        neighbourhood = new Neighbourhood(settings, starts, timing);
        membership = new Membership(settings.members(), timing, neighbourhood);
        acceptorThread = new KeptThread(starts, TaskGroup.MESH, "mesh-accept", this::accept);
        membershipThread = new KeptThread(starts, TaskGroup.MESH, "mesh-members", membership);
    }

    /**
     * Starts what does not run, as far as it can now; to be called again and again, by one thread.
     *
     * @return what is missing, one line; empty when all runs
     */
    public String ensureRunning() {
        if (stopped) {
            return "";
        }
        try {
            listen();
        } catch (IOException e) {
            return "cannot listen for peers on %s port %d: %s"
                    .formatted(settings.self().address().getHostAddress(), settings.port(), e.getMessage());
        }
        if (!acceptorThread.ensure()) {
            return "no thread to accept peers";
        }
        return membershipThread.ensure() ? "" : "no thread to look for peers";
    }

    public MeshView view() {
        return neighbourhood.view();
    }

    /** Peers that this node knows by name and address, by name. */
    public List<Member> members() {
        return neighbourhood.members();
    }

    /** Says goodbye to every peer, so that they drop this node at once, and closes; takes no new peers. */
    public void stop() {
        stopped = true;
        membership.stop();
        Acceptor running = acceptor;
        if (running != null) {
            running.close();
        }
        neighbourhood.close();
        acceptorThread.release();
        membershipThread.release();
    }

    private void listen() throws IOException {
        if (acceptor != null) {
            return;
        }
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.bind(new InetSocketAddress(settings.self().address(), settings.port()));
            acceptor = new Acceptor(listener, neighbourhood, timing);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    private void accept() {
        Acceptor listening = acceptor;
        if (listening != null) {
            listening.run();
        }
    }
}
