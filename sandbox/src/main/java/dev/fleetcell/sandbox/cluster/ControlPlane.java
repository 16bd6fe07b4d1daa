package dev.fleetcell.sandbox.cluster;

import dev.fleetcell.sandbox.binaries.KubernetesBinaries;
import dev.fleetcell.sandbox.binaries.KubernetesBinary;
import dev.fleetcell.sandbox.files.FileTree;
import dev.fleetcell.sandbox.process.LocalProcess;
import dev.fleetcell.sandbox.process.LocalProcesses;
import dev.fleetcell.sandbox.process.ProcessSpec;
import dev.fleetcell.sandbox.process.StopStage;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The processes of one control plane. kube-apiserver signs its own certificate, and clients verify against that one. Tokens and
 * keys are made anew for each control plane.
 *
 * <p>It is for one user's machine: etcd listens on a loopback address without authentication, so whoever has an account on the
 * machine can reach it.
 */
public final class ControlPlane {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration TOKEN_LIFE = Duration.ofDays(30);
    private static final int LOG_LINES = 20;

    private final Path directory;
    private final KubernetesBinaries binaries;
    private final LocalProcesses processes;
    private final List<LocalProcess> components = new ArrayList<>();

    private ControlPlane(Path directory, KubernetesBinaries binaries, LocalProcesses processes) {
        this.directory = directory;
        this.binaries = binaries;
        this.processes = processes;
    }

    /**
     * Starts the components of a tier and waits until they are ready.
     *
     * @param directory where data, certificates and kubeconfig files go; created, for this user's eyes only
     * @param addresses gives loopback addresses that nobody else uses
     * @param extraFlags flags per component, which win over our own
     * @throws IOException if a component ends or is not ready after 90 s; the message holds the end of its log
     */
    public static ControlPlane start(
            Tier tier,
            Path directory,
            KubernetesBinaries binaries,
            LocalProcesses processes,
            Supplier<String> addresses,
            Map<KubernetesBinary, List<String>> extraFlags)
            throws IOException {
        FileTree.createPrivateDirectory(directory);
        ControlPlane plane = new ControlPlane(directory, binaries, processes);
        plane.start(tier, addresses, new Flags(extraFlags));
        return plane;
    }

    /** The kubeconfig file of a user who may do everything. */
    public Path adminKubeconfig() {
        return directory.resolve("admin.kubeconfig");
    }

    /** A client with the rights of {@link #adminKubeconfig}; the caller closes it. */
    public KubernetesClient newAdminClient() throws IOException {
        return client(adminKubeconfig());
    }

    /** Writes a kubeconfig file with a token of a service account that is valid for 30 days; its namespace is the default one. */
    public Path serviceAccountKubeconfig(KubernetesClient admin, String namespace, String serviceAccount)
            throws IOException {
        TokenRequest request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(TOKEN_LIFE.toSeconds())
                .endSpec()
                .build();
        TokenRequest answer = admin.serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .tokenRequest(request);
        Path file = directory.resolve(namespace + "." + serviceAccount + ".kubeconfig");
        kubeconfigs(admin.getMasterUrl().toString())
                .write(file, serviceAccount, answer.getStatus().getToken(), namespace);
        return file;
    }

    private void start(Tier tier, Supplier<String> addresses, Flags flags) throws IOException {
        Path certificates = FileTree.createPrivateDirectory(directory.resolve("certificates"));
        Credentials credentials = Credentials.create(directory);
        Endpoint etcd = Endpoint.free(addresses.get());
        Endpoint peer = Endpoint.free(addresses.get());
        Endpoint api = Endpoint.free(addresses.get());
        String data = directory.resolve("etcd").toString();
        run(KubernetesBinary.ETCD, StopStage.STORE, flags.etcd(etcd, peer, data));
        run(
                KubernetesBinary.KUBE_APISERVER,
                StopStage.API_SERVER,
                flags.apiServer(api, etcd, certificates.toString(), credentials));
        // The key is written after the certificate, so where it is the certificate is complete.
        await("kube-apiserver's certificate", () -> Files.exists(certificates.resolve("apiserver.key")));
        Kubeconfigs kubeconfigs = kubeconfigs("https://" + api);
        kubeconfigs.write(adminKubeconfig(), "admin", credentials.token(User.ADMIN), "default");
        try (KubernetesClient client = client(adminKubeconfig())) {
            await("kube-apiserver's /readyz", () -> "ok".equals(client.raw("/readyz")));
            if (tier == Tier.CLUSTER) {
                startControllers(flags, kubeconfigs, credentials);
                // The first thing that kube-controller-manager does and that pods need.
                await(
                        "the ServiceAccount default",
                        () -> client.serviceAccounts()
                                        .inNamespace("default")
                                        .withName("default")
                                        .get()
                                != null);
            }
        }
    }

    private void startControllers(Flags flags, Kubeconfigs kubeconfigs, Credentials credentials) throws IOException {
        Path manager = directory.resolve("kube-controller-manager.kubeconfig");
        kubeconfigs.write(manager, "manager", credentials.token(User.CONTROLLER_MANAGER), "kube-system");
        run(
                KubernetesBinary.KUBE_CONTROLLER_MANAGER,
                StopStage.CONTROLLER,
                flags.controllerManager(
                        manager.toString(), kubeconfigs.certificate().toString(), credentials));
        Path scheduler = directory.resolve("kube-scheduler.kubeconfig");
        kubeconfigs.write(scheduler, "scheduler", credentials.token(User.SCHEDULER), "kube-system");
        run(KubernetesBinary.KUBE_SCHEDULER, StopStage.CONTROLLER, flags.scheduler(scheduler.toString()));
    }

    private Kubeconfigs kubeconfigs(String server) {
        return new Kubeconfigs(server, directory.resolve("certificates").resolve("apiserver.crt"));
    }

    private void run(KubernetesBinary binary, StopStage stage, List<String> flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(binaries.path(binary).toString()));
        command.addAll(flags);
        components.add(
                processes.start(ProcessSpec.of(binary.fileName(), command).withStage(stage)));
    }

    private void await(String what, Condition condition) throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        String last = "";
        while (System.nanoTime() < deadline) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (KubernetesClientException notYet) {
                last = String.valueOf(notYet.getMessage());
            }
            for (LocalProcess component : components) {
                if (!component.isAlive()) {
                    throw new IOException(component.name() + " ended with exit code "
                            + component.exit().join() + ":\n" + component.tail(LOG_LINES));
                }
            }
            components.getLast().awaitExit(POLL);
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted while waiting for " + what);
            }
        }
        LocalProcess newest = components.getLast();
        throw new IOException("no " + what + " after " + START_LIMIT.toSeconds() + " s (" + last + "); the end of "
                + newest.log() + ":\n" + newest.tail(LOG_LINES));
    }

    private static KubernetesClient client(Path kubeconfig) throws IOException {
        Config config = Config.fromKubeconfig(Kubeconfigs.read(kubeconfig));
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Something to wait for; a failing request means: not yet. */
    private interface Condition {
        boolean holds();
    }
}
