package dev.fleetcell.sandbox;

import dev.fleetcell.sandbox.binaries.KubernetesBinaries;
import dev.fleetcell.sandbox.binaries.KubernetesBinary;
import dev.fleetcell.sandbox.cluster.ControlPlane;
import dev.fleetcell.sandbox.cluster.Tier;
import dev.fleetcell.sandbox.fakepods.FakePods;
import dev.fleetcell.sandbox.files.FileTree;
import dev.fleetcell.sandbox.kubelet.FakeKubelet;
import dev.fleetcell.sandbox.kubelet.Images;
import dev.fleetcell.sandbox.process.LocalProcess;
import dev.fleetcell.sandbox.process.LocalProcesses;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A cluster on one machine without containers: a real control plane as local processes, and cluster nodes that run pods as
 * local processes. Several may run at once. It ends with {@link #close} or with this JVM, however that ends: a shutdown hook
 * stops everything in order, and after a SIGKILL the leash of its {@link LocalProcesses} does (a temporary folder then stays).
 */
public final class Sandbox implements AutoCloseable {
    private static final Duration KUBECTL_LIMIT = Duration.ofSeconds(60);
    private static final String CONTROL_PLANE = "control-plane";
    private static final String FIRST_NODE = "node-0";

    private final Path directory;
    private final LocalProcesses processes;
    private final Loopback loopback;
    private final ControlPlane controlPlane;
    private final KubernetesClient admin;
    private final Kubectl kubectl;
    private final Images images;
    private final Optional<ClusterNodes> nodes;
    private final SandboxParts parts;
    private final Thread shutdownHook;

    private Sandbox(SandboxBuilder builder, KubernetesBinaries binaries, Path directory, SandboxParts parts)
            throws IOException {
        this.directory = directory;
        this.parts = parts;
        this.loopback = Loopback.reserve();
        parts.add(loopback::close);
        this.processes = LocalProcesses.open(directory.resolve("processes"));
        parts.add(processes::close);
        builder.progress.accept("starting " + builder.tier + " in " + directory);
        this.controlPlane = ControlPlane.start(
                builder.tier, directory.resolve(CONTROL_PLANE), binaries, processes, loopback::next, builder.flags);
        this.admin = controlPlane.newAdminClient();
        parts.add(admin::close);
        this.kubectl = new Kubectl(binaries.path(KubernetesBinary.KUBECTL), kubeconfig(), processes);
        this.images = new Images();
        builder.images.forEach(images::put);
        this.nodes = builder.tier == Tier.CLUSTER ? Optional.of(startNodes(builder)) : Optional.empty();
        this.shutdownHook = new Thread(this::closeQuietly, "sandbox-close");
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    public static SandboxBuilder builder() {
        return new SandboxBuilder();
    }

    static Sandbox start(SandboxBuilder builder) throws IOException {
        KubernetesBinaries binaries = KubernetesBinaries.provide(builder.tier.binaries(), builder.progress);
        SandboxParts parts = new SandboxParts();
        try {
            return new Sandbox(builder, binaries, folder(builder, parts), parts);
        } catch (IOException | RuntimeException e) {
            try {
                parts.close();
            } catch (IOException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    /** A client that may do everything; it is closed with the sandbox. */
    public KubernetesClient admin() {
        return admin;
    }

    /** The kubeconfig file of a user who may do everything. */
    public Path kubeconfig() {
        return controlPlane.adminKubeconfig();
    }

    /** Writes a kubeconfig file with the rights of a service account, which must exist; its token is valid for 30 days. */
    public Path kubeconfigFor(String namespace, String serviceAccount) throws IOException {
        return controlPlane.serviceAccountKubeconfig(admin, namespace, serviceAccount);
    }

    /** Runs kubectl with {@link #kubeconfig}, at most 60 s. */
    public CommandResult kubectl(String... arguments) throws IOException {
        return kubectl.run(KUBECTL_LIMIT, List.of(arguments));
    }

    /** For processes beside the cluster, such as an operator; they end with the sandbox. */
    public LocalProcesses processes() {
        return processes;
    }

    /** For addresses beside the cluster. */
    public Loopback loopback() {
        return loopback;
    }

    /** What images run; may be added to at any time. */
    public Images images() {
        return images;
    }

    /** The pods of fake images: how they behave, and what became of them. */
    public FakePods fakePods() {
        return nodes().fakePods();
    }

    /** The process of a pod's container, if it runs. */
    public Optional<LocalProcess> process(String namespace, String pod, String container) {
        return FakeKubelet.process(processes, namespace, pod, container);
    }

    /** The folder that holds the volumes of a pod, a folder each; it goes with the pod. */
    public Path podDirectory(Pod pod) {
        return nodes().podDirectory(pod);
    }

    /** The hosts file that a JVM beside the cluster can use as pods do. */
    public Path hostsFile() {
        return nodes().hosts().path();
    }

    /**
     * A cluster node, in the order in which they were added; the first is {@code node-0}.
     *
     * @throws IndexOutOfBoundsException if there is none of that number
     */
    public FakeKubelet kubelet(int index) {
        return nodes().get(index);
    }

    /** Adds a cluster node and returns when pods can be placed on it. */
    public FakeKubelet addKubelet(String name) throws IOException {
        return nodes().add(name);
    }

    /** Where logs, data and credentials are. */
    public Path directory() {
        return directory;
    }

    /** Stops everything in order, within a minute, and removes the folder if it is a temporary one. */
    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException shuttingDown) {
            // The hook comes here itself, or waits until we are through.
        }
        parts.close();
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            System.err.println(e.getMessage());
        }
    }

    private ClusterNodes startNodes(SandboxBuilder builder) throws IOException {
        FakePods fakePods = new FakePods();
        builder.fakeImages.forEach(fakePods::image);
        ClusterNodes started = ClusterNodes.prepare(
                directory.resolve("nodes"), images, fakePods, controlPlane.newAdminClient(), processes, loopback);
        parts.add(started::close);
        started.add(FIRST_NODE);
        return started;
    }

    private ClusterNodes nodes() {
        return nodes.orElseThrow(
                () -> new IllegalStateException("a sandbox of tier API_SERVER has no cluster nodes: use Tier.CLUSTER"));
    }

    private static Path folder(SandboxBuilder builder, SandboxParts parts) throws IOException {
        if (builder.directory != null) {
            Path chosen = FileTree.createPrivateDirectory(builder.directory.toAbsolutePath());
            if (Files.exists(chosen.resolve(CONTROL_PLANE))) {
                throw new IOException(chosen + " is the folder of an earlier sandbox: remove it or choose another");
            }
            return chosen;
        }
        Path temporary = Files.createTempDirectory("fleetcell-sandbox-");
        parts.add(() -> FileTree.delete(temporary));
        return temporary;
    }
}
