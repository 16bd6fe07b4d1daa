package dev.fleetcell.sandbox;

import dev.fleetcell.sandbox.dns.HostsFile;
import dev.fleetcell.sandbox.fakepods.FakePods;
import dev.fleetcell.sandbox.files.FileTree;
import dev.fleetcell.sandbox.kubelet.FakeKubelet;
import dev.fleetcell.sandbox.kubelet.Images;
import dev.fleetcell.sandbox.kubelet.PodAddresses;
import dev.fleetcell.sandbox.process.LocalProcesses;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The cluster nodes of a sandbox, and what they share: a client of their own, images, pod addresses, names. */
final class ClusterNodes implements AutoCloseable {
    private static final long READY_LIMIT_SECONDS = 60;

    private final Path directory;
    private final Images images;
    private final FakePods fakePods;
    private final KubernetesClient client;
    private final LocalProcesses processes;
    private final PodAddresses addresses;
    private final HostsFile hosts;
    private final List<FakeKubelet> kubelets = new ArrayList<>();

    private ClusterNodes(
            Path directory,
            Images images,
            FakePods fakePods,
            KubernetesClient client,
            LocalProcesses processes,
            PodAddresses addresses,
            HostsFile hosts) {
        this.directory = directory;
        this.images = images;
        this.fakePods = fakePods;
        this.client = client;
        this.processes = processes;
        this.addresses = addresses;
        this.hosts = hosts;
    }

    /**
     * Prepares for cluster nodes; there is none yet.
     *
     * @param fakePods is closed with this, and so is {@code client}
     */
    static ClusterNodes prepare(
            Path directory,
            Images images,
            FakePods fakePods,
            KubernetesClient client,
            LocalProcesses processes,
            Loopback loopback)
            throws IOException {
        FileTree.createPrivateDirectory(directory);
        HostsFile hosts = HostsFile.follow(client, directory.resolve("hosts"));
        return new ClusterNodes(directory, images, fakePods, client, processes, new FromLoopback(loopback), hosts);
    }

    /** Adds a cluster node and returns when pods can be placed on it. */
    FakeKubelet add(String name) throws IOException {
        FakeKubelet kubelet = FakeKubelet.start(
                name, directory.resolve("pods"), images, fakePods, hosts.javaOption(), client, processes, addresses);
        kubelets.add(kubelet);
        try {
            client.nodes()
                    .withName(name)
                    .waitUntilCondition(ClusterNodes::takesPods, READY_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (KubernetesClientTimeoutException e) {
            throw new IOException(
                    "cluster node " + name + " takes no pods after " + READY_LIMIT_SECONDS
                            + " s; see kube-controller-manager.log",
                    e);
        }
        return kubelet;
    }

    FakeKubelet get(int index) {
        return kubelets.get(Objects.checkIndex(index, kubelets.size()));
    }

    Path podDirectory(Pod pod) {
        // The same below every cluster node.
        return get(0).podDirectory(pod);
    }

    FakePods fakePods() {
        return fakePods;
    }

    HostsFile hosts() {
        return hosts;
    }

    @Override
    public void close() throws IOException {
        kubelets.forEach(FakeKubelet::close);
        hosts.close();
        client.close();
        fakePods.close();
    }

    private static boolean takesPods(@Nullable Node node) {
        // Registration puts a taint on the node, which kube-controller-manager takes away.
        return node != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Ready") && c.getStatus().equals("True"))
                && node.getSpec().getTaints().isEmpty();
    }

    private record FromLoopback(Loopback loopback) implements PodAddresses {
        @Override
        public String next() {
            return loopback.next();
        }

        @Override
        public void release(String address) {
            loopback.release(address);
        }
    }
}
